using FederationGateway.Common;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Verification;
using Microsoft.Extensions.Configuration;

namespace FederationGateway.Gateway.Configuration;

/// <summary>Reads and checks the options: file, then environment, then command line. What is wrong is said once, naming the key.</summary>
public static class OptionsReader
{
    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--listen"] = "Listen",
        ["--data"] = "Data",
        ["--admin-password-file"] = "AdminPasswordFile",
        ["--certificate"] = "CertificateFile",
        ["--certificate-key"] = "CertificateKeyFile",
        ["--require-tls"] = "RequireTls",
        ["--allow-plaintext"] = "AllowPlaintext",
        ["--memory-limit"] = "MemoryLimit",
        ["--spill-directory"] = "SpillDirectory",
        ["--spill-limit"] = "SpillLimit",
        ["--backlog-limit"] = "BacklogLimit",
        ["--credential-key"] = "CredentialKeyFile",
        ["--max-connections"] = "MaxConnections",
        ["--max-concurrent-statements"] = "MaxConcurrentStatements",
        ["--max-queued-statements"] = "MaxQueuedStatements",
        ["--audit-retention"] = "AuditRetention",
        ["--file-roots"] = "FileRoots",
        ["--verify-pushdown"] = "VerifyPushdown",
        ["--config"] = "Config",
    };

    // Switches that say all by being there.
    private static readonly string[] Flags = ["--require-tls", "--allow-plaintext"];

    /// <summary>What <c>--help</c> prints.</summary>
    public static string Usage =>
        $"""
         gateway --data DIR [--listen HOST:PORT] [--config FILE] …
         options: {string.Join(" ", Switches.Keys)}
         Each but --config is also a key of the JSON file and a variable FEDGW__*; docs/configuration.md says what they mean.
         """;

    /// <exception cref="OptionsException">With the sentence to print.</exception>
    public static GatewayOptions Read(string[] arguments)
    {
        arguments = [.. arguments.Select(argument => Flags.Contains(argument) ? $"{argument}=true" : argument)];
        RefuseUnknown(arguments);
        var commandLine = new ConfigurationBuilder().AddCommandLine(arguments, Switches).Build();
        var builder = new ConfigurationBuilder();
        if (commandLine["Config"] is { } file)
        {
            if (!File.Exists(file)) throw new OptionsException($"--config: there is no file {file}");
            builder.AddJsonFile(Path.GetFullPath(file), optional: false);
        }

        try
        {
            var configuration = builder.AddEnvironmentVariables("FEDGW__").AddCommandLine(arguments, Switches).Build();
            return Checked(configuration.Get<GatewayOptions>() ?? new GatewayOptions());
        }
        catch (InvalidOperationException e)
        {
            throw new OptionsException($"the configuration cannot be read: {e.Message}");
        }
        catch (InvalidDataException e)
        {
            // The outermost message names the file, the innermost what is wrong in it.
            throw new OptionsException($"--config: {e.Message} {e.GetBaseException().Message}");
        }
    }

    private static void RefuseUnknown(string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i].Split('=')[0];
            if (!Switches.ContainsKey(name)) throw new OptionsException($"unknown option {arguments[i]}; the options are {string.Join(", ", Switches.Keys)}");
            if (arguments[i].Contains('=', StringComparison.Ordinal)) continue;
            if (++i == arguments.Length) throw new OptionsException($"{name} needs a value");
        }
    }

    private static GatewayOptions Checked(GatewayOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Data)) throw new OptionsException("--data DIR is needed: where the catalog and local tables are kept");
        var isReachable = ListenAddress.IsReachable(options.Listen);
        if (options.MemoryLimit is { } limit && !ByteSize.TryParse(limit, out _)) throw new OptionsException($"MemoryLimit: \"{limit}\" is not a size like 8GB");
        if (options.SpillLimit is { } spill && !ByteSize.TryParse(spill, out _)) throw new OptionsException($"SpillLimit: \"{spill}\" is not a size like 100GB");
        if (!ByteSize.TryParse(options.BacklogLimit, out _)) throw new OptionsException($"BacklogLimit: \"{options.BacklogLimit}\" is not a size like 10GB");
        if (options.CertificateFile is null != options.CertificateKeyFile is null) throw new OptionsException("CertificateFile and CertificateKeyFile go together");
        foreach (var (key, file) in (ReadOnlySpan<(string, string?)>)[("CertificateFile", options.CertificateFile), ("CertificateKeyFile", options.CertificateKeyFile)])
            if (file is not null && !File.Exists(file)) throw new OptionsException($"{key}: there is no file {file}");
        if (options.RequireTls && options.CertificateFile is null) throw new OptionsException("RequireTls needs CertificateFile and CertificateKeyFile");
        if (options is { CertificateFile: null, AllowPlaintext: false } && isReachable)
            throw new OptionsException($"Listen: {options.Listen} can be reached from other machines and nothing would be encrypted; give CertificateFile and CertificateKeyFile, or AllowPlaintext if that is meant");
        if (options.MaxConnections is < 1 or > 100_000) throw new OptionsException("MaxConnections must be between 1 and 100000");
        if (options.MaxConcurrentStatements is < 0 or > 100_000) throw new OptionsException("MaxConcurrentStatements must be between 0 and 100000");
        if (options.AuditRetention is < 0 or > 36_500) throw new OptionsException("AuditRetention must be between 0 and 36500 days");
        if (options.MaxQueuedStatements is < 0 or > 100_000) throw new OptionsException("MaxQueuedStatements must be between 0 and 100000");
        try
        {
            return options with { VerifyPushdown = VerificationChoice.Normalize(SettingsTable.VerifyPushdown, options.VerifyPushdown) };
        }
        catch (GatewayException e)
        {
            throw new OptionsException($"VerifyPushdown: {e.Message}. {e.Hint}");
        }
    }
}

/// <summary>The configuration is wrong; the message is for the operator.</summary>
public sealed class OptionsException(string message) : Exception(message);
