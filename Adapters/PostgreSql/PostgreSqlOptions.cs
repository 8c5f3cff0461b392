using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql;

/// <summary>How much a connection trusts the network; the meanings are libpq's.</summary>
internal enum TlsMode
{
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// <summary>A source's configuration and credential, checked. Never printed: it holds the password.</summary>
internal sealed class PostgreSqlOptions
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The <c>pds_…</c> spellings of HANA's adapters.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pds_host_name"] = "host",
        ["pds_port_number"] = "port",
        ["pds_database_name"] = "database",
    };

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>HV00D for a key nobody knows, HV024 for a value that cannot be.</summary>
    public PostgreSqlOptions(SourceDefinition definition)
    {
        SourceName = definition.Name;
        foreach (var (key, value) in definition.Options) Take(key, value, isCredential: false);
        foreach (var (key, value) in definition.Credential) Take(key, value, isCredential: true);

        Host = Required("host", "in CONFIGURATION");
        Port = Number("port", 5432, 1, 65535);
        Database = Required("database", "in CONFIGURATION");
        User = Required("user", "by WITH CREDENTIAL TYPE 'PASSWORD' USING 'user=…;password=…'");
        Password = _values.GetValueOrDefault("password", "");
        Tls = ParseTls(_values.GetValueOrDefault("sslmode", "prefer"));
        RootCertificatePath = _values.GetValueOrDefault("sslrootcert");
        if (RootCertificatePath is not null && !File.Exists(RootCertificatePath)) throw Invalid("sslrootcert", "there is no such file");
        ApplicationName = _values.GetValueOrDefault("application_name", "federation_gateway");
        ConnectTimeout = TimeSpan.FromSeconds(Number("connect_timeout", 15, 1, 3600));
        StatementTimeout = TimeSpan.FromMilliseconds(Number("statement_timeout", 0, 0, int.MaxValue));
        MaxConnections = Number("max_connections", 32, 1, 10_000);
        FetchRows = Number("fetch_rows", 65_536, 1, 1_000_000);
        Parallel = Number("parallel", Math.Clamp(Environment.ProcessorCount, 2, 8), 1, 64);
        ParallelMinRows = Number("parallel_min_rows", 200_000, 0, int.MaxValue);
        ParallelMinPages = Number("parallel_min_pages", 4096, 1, int.MaxValue);
    }

    public string SourceName { get; }

    /// <summary>A name, an address, or the folder of a Unix domain socket (an absolute path).</summary>
    public string Host { get; }

    public int Port { get; }

    public string Database { get; }

    public string User { get; }

    public string Password { get; }

    public TlsMode Tls { get; }

    /// <summary>PEM file of the authorities trusted for this source; null for the system's.</summary>
    public string? RootCertificatePath { get; }

    public string ApplicationName { get; }

    /// <summary>How long opening a connection, or waiting for a free one, may take.</summary>
    public TimeSpan ConnectTimeout { get; }

    /// <summary>The server's <c>statement_timeout</c>; zero for the server's own setting.</summary>
    public TimeSpan StatementTimeout { get; }

    public int MaxConnections { get; }

    /// <summary>Most rows of one batch.</summary>
    public int FetchRows { get; }

    /// <summary>Most connections that read one table at once.</summary>
    public int Parallel { get; }

    /// <summary>Rows a scan must be expected to return before it is split.</summary>
    public int ParallelMinRows { get; }

    /// <summary>Pages (of 8 KiB) a table must have before its scan is split.</summary>
    public int ParallelMinPages { get; }

    /// <summary>The keys, for users and for error messages.</summary>
    public static EquatableArray<AdapterOption> Known { get; } =
    [
        new("host", "name or address of the server, or the folder of its Unix socket", IsRequired: true),
        new("port", "TCP port", Default: "5432"),
        new("database", "database to connect to", IsRequired: true),
        new("sslmode", "disable, prefer, require, verify-ca or verify-full", Default: "prefer"),
        new("sslrootcert", "PEM file of the trusted certificate authorities"),
        new("application_name", "name the server shows for these sessions", Default: "federation_gateway"),
        new("connect_timeout", "seconds to wait for a connection", Default: "15"),
        new("statement_timeout", "milliseconds after which the server ends a statement; 0 for the server's own setting", Default: "0"),
        new("max_connections", "most connections open at once", Default: "32"),
        new("fetch_rows", "most rows of one batch", Default: "65536"),
        new("parallel", "most connections that read one large table at once; 1 switches parallel reading off", Default: "number of processors, 2 to 8"),
        new("parallel_min_rows", "rows a scan must be expected to return before it is split", Default: "200000"),
        new("parallel_min_pages", "8 KiB pages a table must have before its scan is split", Default: "4096"),
        new("user", "user to log in as", IsRequired: true, IsCredential: true),
        new("password", "the user's password", IsCredential: true, IsSecret: true),
    ];

    private void Take(string key, string value, bool isCredential)
    {
        var name = Aliases.GetValueOrDefault(key, key).ToLowerInvariant();
        var known = Known.FirstOrDefault(option => option.Name == name && option.IsCredential == isCredential);
        if (known is null)
        {
            throw new GatewayException(SqlState.InvalidOptionName, $"unknown option \"{key}\" of adapter postgresql")
            {
                Hint = $"known options: {string.Join(", ", Known.Where(option => option.IsCredential == isCredential).Select(option => option.Name))}",
            };
        }

        _values[name] = value;
    }

    private string Required(string key, string where) => _values.GetValueOrDefault(key) is { Length: > 0 } value
        ? value
        : throw new GatewayException(SqlState.InvalidOptionValue, $"option \"{key}\" of remote source \"{SourceName}\" is missing") { Hint = $"give it {where}" };

    private int Number(string key, int otherwise, int least, int most)
    {
        if (!_values.TryGetValue(key, out var text)) return otherwise;
        return int.TryParse(text, NumberStyles.None, Invariant, out var number) && number >= least && number <= most
            ? number
            : throw Invalid(key, string.Create(Invariant, $"a whole number from {least} to {most} is expected"));
    }

    private TlsMode ParseTls(string text) => text.ToLowerInvariant() switch
    {
        "disable" => TlsMode.Disable,
        "prefer" => TlsMode.Prefer,
        "require" => TlsMode.Require,
        "verify-ca" => TlsMode.VerifyCa,
        "verify-full" => TlsMode.VerifyFull,
        _ => throw Invalid("sslmode", "disable, prefer, require, verify-ca or verify-full is expected"),
    };

    private GatewayException Invalid(string key, string expected) =>
        new(SqlState.InvalidOptionValue, $"invalid value for option \"{key}\" of remote source \"{SourceName}\"") { Detail = expected };
}
