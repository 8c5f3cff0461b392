using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Trouble;

/// <summary>Starts with something wrong, and what a start may never touch.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fedgw-start-").FullName;

    [Theory]
    [InlineData("--listen", "nowhere", "Listen: \"nowhere\" is not HOST:PORT")]
    [InlineData("--listen", "192.0.2.1:0", "Listen: 192.0.2.1:0 can be reached from other machines and nothing would be encrypted; ")]
    [InlineData("--listen", "*:0", "Listen: *:0 can be reached from other machines and nothing would be encrypted; ")]
    [InlineData("--listen", "[::]:0", "Listen: [::]:0 can be reached from other machines and nothing would be encrypted; ")]
    [InlineData("--listen=192.0.2.1:0", "--allow-plaintext", "Listen: 192.0.2.1:0 cannot be used: ")]
    [InlineData("--max-connections=10", "--require-tls", "RequireTls needs CertificateFile and CertificateKeyFile")]
    [InlineData("--data", "{folder}/text/data", "Data: the directory {folder}/text/data cannot be made")]
    [InlineData("--spill-directory", "{folder}/text", "SpillDirectory: the directory {folder}/text/fedgw-spill-")]
    [InlineData("--certificate", "{folder}/text", "CertificateFile and CertificateKeyFile go together")]
    [InlineData("--certificate={folder}/none", "--certificate-key={folder}/text", "CertificateFile: there is no file {folder}/none")]
    [InlineData("--certificate={folder}/text", "--certificate-key={folder}/text", "CertificateFile, CertificateKeyFile: ")]
    [InlineData("--memory-limit", "lots", "MemoryLimit: \"lots\" is not a size like 8GB")]
    public async Task Wrong_option_is_one_sentence_that_names_it(string option, string value, string sentence)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "text"), "not a certificate\n", TestContext.Current.CancellationToken);

        string[] more = option == "--data" ? [] : ["--data", Path.Combine(_folder, "data")];
        string[] listen = option.StartsWith("--listen", StringComparison.Ordinal) ? [] : ["--listen", "127.0.0.1:0"];
        var result = await GatewayServer.RunAsync([.. more, .. listen, Filled(option), Filled(value)]);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith($"gateway: {Filled(sentence)}");
        result.Error.Trim().ShouldNotContain('\n');
    }

    [Fact]
    public async Task Help_names_the_options()
    {
        var result = await GatewayServer.RunAsync("--help");

        result.EnsureSuccess().Output.ShouldContain("--admin-password-file");
    }

    /// <summary>What a killed gateway had spilled is deleted at start, in a directory that may hold anything.</summary>
    [Fact]
    public async Task Files_of_others_in_the_spill_directory_stay()
    {
        string[] others = [Path.Combine(_folder, "files", "sales.csv"), Path.Combine(_folder, "remainder", "work.txt")];
        foreach (var other in others)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(other)!);
            await File.WriteAllTextAsync(other, "mine", TestContext.Current.CancellationToken);
        }

        await using (await GatewayServer.StartAsync(arguments: ["--spill-directory", _folder]))
        {
        }

        others.ShouldAllBe(other => File.Exists(other));
    }

    [Fact]
    public async Task Settings_that_are_the_configuration_show_it()
    {
        await using var gateway = await GatewayServer.StartAsync(arguments: ["--max-connections", "17"]);
        await using var client = await GatewayClient.OpenAsync(gateway);

        (await client.TextAsync("SHOW max_connections")).ShouldBe("17");
        (await client.TextAsync("SELECT setting FROM pg_settings WHERE name = 'max_connections'")).ShouldBe("17");
        (await client.TextAsync("SHOW ssl")).ShouldBe("off");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Filled(string text) => text.Replace("{folder}", _folder, StringComparison.Ordinal);
}
