namespace FederationGateway.Support.Postgres;

/// <summary>
/// The account a throw-away server runs under: PostgreSQL refuses root, so root hands over to an account without rights.
/// </summary>
internal static class ServerAccount
{
    /// <summary>The account's name when it is not our own.</summary>
    private static readonly string? Other = Environment.IsPrivilegedProcess ? Unprivileged() : null;

    public static string Name => Other ?? Environment.UserName;

    /// <summary>The command that runs <paramref name="command"/> under the server's account, keeping its streams.</summary>
    public static (string File, string[] Arguments) Run(params string[] command)
    {
        if (Other is null)
            return (command[0], command[1..]);

        // setpriv replaces itself by the command; runuser (and su) stay in between, which is why they come second.
        return InPath("setpriv")
            ? ("setpriv", ["--reuid", Other, "--regid", GroupOf(Other), "--clear-groups", "--", .. command])
            : ("runuser", ["-u", Other, "--", .. command]);
    }

    private static string Unprivileged() =>
        Accounts().Select(account => account[0]).FirstOrDefault(name => name == "postgres") ?? "nobody";

    private static string GroupOf(string account) => Accounts().First(fields => fields[0] == account)[3];

    private static IEnumerable<string[]> Accounts() =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3);

    private static bool InPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
