namespace FederationGateway.Support.Postgres;

/// <summary>The folder of one PostgreSQL installation's programs.</summary>
public sealed class PostgresBinaries
{
    private static readonly Lazy<PostgresBinaries> Found = new(Find);

    private PostgresBinaries(string folder) => Folder = folder;

    /// <summary>The installation tests use: the first of <see cref="Candidates"/> that can make and run a server.</summary>
    /// <exception cref="InvalidOperationException">There is none on this machine.</exception>
    public static PostgresBinaries Instance => Found.Value;

    public string Folder { get; }

    public string InitDb => Program("initdb");

    public string Server => Program("postgres");

    public string Psql => Program("psql");

    public string PgBench => Program("pgbench");

    /// <summary>A program of the installation; of another one where it has the server only.</summary>
    public string Program(string name) => Candidates().Prepend(Folder).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? Path.Combine(Folder, name);

    private static PostgresBinaries Find()
    {
        var folder = Candidates().FirstOrDefault(IsServer)
            ?? throw new InvalidOperationException(
                "no PostgreSQL server found: install one (Debian: apt-get install postgresql; macOS: brew install postgresql@17) "
                + "or name the folder of initdb and postgres in FEDGW_PG_BIN");
        return new PostgresBinaries(folder);
    }

    /// <summary>A folder with <c>postgres</c> but without <c>initdb</c> is not an installation: distributions link single programs into PATH.</summary>
    private static bool IsServer(string folder) =>
        new[] { "initdb", "postgres" }.All(program => File.Exists(Path.Combine(folder, program)));

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("FEDGW_PG_BIN") is { Length: > 0 } named)
            yield return named;
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            yield return folder;
        foreach (var folder in Versions("/usr/lib/postgresql", "*").Concat(Versions("/usr", "pgsql-*")))
            yield return folder;
        foreach (var prefix in new[] { "/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt" })
            foreach (var folder in Versions(prefix, "postgresql*"))
                yield return folder;
    }

    /// <summary>The bin folders below <paramref name="parent"/>, the highest version first.</summary>
    private static IEnumerable<string> Versions(string parent, string pattern) =>
        !Directory.Exists(parent)
            ? []
            : Directory.GetDirectories(parent, pattern)
                .OrderByDescending(VersionOf)
                .Select(folder => Path.Combine(folder, "bin"));

    private static int VersionOf(string folder) =>
        int.TryParse(string.Concat(Path.GetFileName(folder).Where(char.IsAsciiDigit)), out var version) ? version : 0;
}
