using System.Security.Cryptography;
using System.Text;
using FederationGateway.Support.Processes;

namespace FederationGateway.Support.Postgres;

/// <summary>
/// The data folder that clusters start as copies of: initdb takes a second, a copy a tenth. One for each account, installation and set of
/// initdb's options, kept in the machine's folder for temporary files.
/// </summary>
internal static class PostgresTemplate
{
    /// <summary>Returns the data folder, made on the machine's first call.</summary>
    public static async Task<string> GetAsync(PostgresClusterOptions options, CancellationToken cancellationToken)
    {
        var arguments = Arguments(options);
        var folder = Path.Combine(Path.GetTempPath(), $"fedgw-postgres-{ServerAccount.Name}-{Fingerprint(arguments)}");
        if (!Directory.Exists(folder))
            await MakeAsync(folder, arguments, cancellationToken);
        return Path.Combine(folder, "data");
    }

    private static string[] Arguments(PostgresClusterOptions options)
    {
        // macOS knows no C.UTF-8; in a UTF-8 database C orders text the same.
        var locale = OperatingSystem.IsMacOS() ? "C" : "C.UTF-8";
        var host = options.Authentication == PostgresAuthentication.ScramSha256 ? "scram-sha-256" : "trust";
        string[] collation = options.Collation == PostgresCollation.English
            ? ["--locale-provider=icu", "--icu-locale=en-US"]
            : [];
        return
        [
            $"--username={PostgresCluster.Superuser}", "--encoding=UTF8", $"--locale={locale}", "--no-sync",
            "--auth-local=trust", $"--auth-host={host}", .. collation,
        ];
    }

    private static string Fingerprint(string[] arguments)
    {
        var server = new FileInfo(PostgresBinaries.Instance.Server);
        var identity = string.Join('\n', [server.FullName, $"{server.LastWriteTimeUtc.Ticks}", .. arguments]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..12];
    }

    /// <summary>Makes it beside its final place and renames it, so that test processes starting together never see half of one.</summary>
    private static async Task MakeAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        var unfinished = $"{folder}.{Guid.NewGuid():N}";
        var (file, command) = ServerAccount.Run(
            [
                "sh", "-c", EmbeddedScript.Read("postgres-template.sh"), "postgres-template",
                PostgresBinaries.Instance.Folder, unfinished, PostgresCluster.Password, .. arguments,
            ]);
        var result = await ProcessRunner.RunAsync(file, command, cancellationToken: cancellationToken);
        result.EnsureSuccess();
        try
        {
            Directory.Move(unfinished, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was quicker; its template is as good as ours.
            Directory.Delete(unfinished, recursive: true);
        }
    }
}
