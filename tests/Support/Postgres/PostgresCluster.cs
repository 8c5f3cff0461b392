using System.Collections.Concurrent;
using System.Globalization;
using FederationGateway.Support.Processes;
using Npgsql;

namespace FederationGateway.Support.Postgres;

/// <summary>
/// A throw-away PostgreSQL server of its own: fresh data, a free port of 127.0.0.1, gone with this object or with this process.
/// Statistics change only by ANALYZE (autovacuum is off), expressions are not compiled, and logical replication is possible.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    public const string Superuser = "postgres";
    public const string Password = "fedgw-test";
    private const int StartAttempts = 5;

    private readonly PostgresClusterOptions _options;
    private readonly string _certificate;
    private readonly ConcurrentDictionary<string, NpgsqlDataSource> _dataSources = new();
    private PostgresServerProcess? _server;
    private string? _copied;

    private PostgresCluster(PostgresClusterOptions options)
    {
        _options = options;
        _certificate = options.Tls ? ServerCertificate.CreatePem() : "";
        Folder = Path.Combine(Path.GetTempPath(), $"fedgw-pg-{Guid.NewGuid():N}"[..17]);
    }

    /// <summary>Holds <c>data</c>, the server's <c>log</c> and its unix socket.</summary>
    public string Folder { get; }

    public int Port { get; private set; }

    /// <summary>Npgsql's way to the database <c>postgres</c> as superuser.</summary>
    public string ConnectionString => ConnectionStringFor("postgres");

    public bool IsRunning => _server is not null;

    /// <summary>Starts a new cluster and returns once it accepts connections.</summary>
    public static async Task<PostgresCluster> StartAsync(
        PostgresClusterOptions? options = null, CancellationToken cancellationToken = default)
    {
        var cluster = new PostgresCluster(options ?? new PostgresClusterOptions());
        try
        {
            await cluster.RestartAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a server that follows another one, until it is told to go on by itself (<c>SELECT pg_promote()</c>). The other one is stopped meanwhile, and copied.</summary>
    /// <param name="settings">Of the standby, besides those of the other one.</param>
    public static async Task<PostgresCluster> StartStandbyAsync(PostgresCluster primary, IReadOnlyDictionary<string, string>? settings = null, CancellationToken cancellationToken = default)
    {
        Dictionary<string, string> own = new(primary._options.Settings)
        {
            ["primary_conninfo"] = string.Create(CultureInfo.InvariantCulture, $"host=127.0.0.1 port={primary.Port} user={Superuser} password={Password} dbname=postgres"),
            ["wal_retrieve_retry_interval"] = "100ms",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) own[name] = value;
        var standby = new PostgresCluster(primary._options with { Settings = own }) { _copied = Path.Combine(primary.Folder, "data") };
        var signal = Path.Combine(standby._copied, "standby.signal");
        try
        {
            await primary.StopAsync();
            await File.WriteAllBytesAsync(signal, [], cancellationToken);
            await standby.RestartAsync(cancellationToken);
            File.Delete(signal);
            await primary.RestartAsync(cancellationToken);
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    public string ConnectionStringFor(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = Superuser,
            Password = Password,
            Database = database,

            // Tests have databases of their own: pools that kept their connections would fill the server.
            ConnectionIdleLifetime = 2,
            ConnectionPruningInterval = 1,
        }.ConnectionString;

    /// <summary>Creates an empty database, by default under a name nobody uses, and returns its name.</summary>
    public async Task<string> CreateDatabaseAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= $"db_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE \"{name}\"", cancellationToken: cancellationToken);
        return name;
    }

    /// <summary>Runs one or more statements as superuser.</summary>
    public async Task ExecuteAsync(string sql, string database = "postgres", CancellationToken cancellationToken = default)
    {
        await using var command = DataSource(database).CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first value of the first row, as Npgsql reads it; null when there is no row or it is NULL.</summary>
    public async Task<object?> QueryValueAsync(string sql, string database = "postgres", CancellationToken cancellationToken = default)
    {
        await using var command = DataSource(database).CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellationToken) is { } value and not DBNull ? value : null;
    }

    /// <summary>Pooled sessions of the superuser in one database; this object disposes the pool.</summary>
    public NpgsqlDataSource DataSource(string database = "postgres") =>
        _dataSources.GetOrAdd(database, name => NpgsqlDataSource.Create(ConnectionStringFor(name)));

    /// <summary>Runs statements with psql, unaligned and without headers, stopping at the first error.</summary>
    public Task<ProcessResult> PsqlAsync(string sql, string database = "postgres", CancellationToken cancellationToken = default) =>
        ProcessRunner.RunAsync(
            PostgresBinaries.Instance.Psql,
            [
                "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", Superuser, "-d", database,
                "-p", Port.ToString(CultureInfo.InvariantCulture),
            ],
            input: sql,
            environment: new Dictionary<string, string?> { ["PGPASSWORD"] = Password },
            cancellationToken: cancellationToken);

    /// <summary>Takes the server down in an orderly way; its data stay for <see cref="RestartAsync"/>.</summary>
    public Task StopAsync() => EndAsync("stop");

    /// <summary>Takes the server down at once, sessions and all, as a crash would; its data stay for <see cref="RestartAsync"/>.</summary>
    public Task CrashAsync() => EndAsync("crash");

    /// <summary>Starts a stopped server again, on the same port.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        if (_server is not null)
            throw new InvalidOperationException("the server is running");

        var template = _copied ?? await PostgresTemplate.GetAsync(_options, cancellationToken);
        for (var attempt = 0; _server is null && attempt < StartAttempts; attempt++)
        {
            // Somebody else may take the port between our asking and the server's listening.
            var port = Port != 0 ? Port : FreePort.Next();
            _server = await PostgresServerProcess.StartAsync(Folder, template, _certificate, Arguments(port), cancellationToken);
            if (_server is not null)
                Port = port;
        }

        if (_server is null)
            throw new InvalidOperationException($"PostgreSQL did not start:\n{ReadLog()}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var dataSource in _dataSources.Values)
            await dataSource.DisposeAsync();
        await EndAsync("remove");
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private async Task EndAsync(string order)
    {
        if (_server is null)
            return;

        foreach (var dataSource in _dataSources.Values)
            dataSource.Clear();
        await _server.EndAsync(order);
        _server.Dispose();
        _server = null;
    }

    private IEnumerable<string> Arguments(int port)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = Folder,
            ["max_connections"] = _options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["wal_level"] = "logical",
            ["max_prepared_transactions"] = "10",
            ["autovacuum"] = "off",

            // Compiling the expressions of a statement takes longer than what tests do with them.
            ["jit"] = "off",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
        };
        if (!_options.Fsync)
            settings["fsync"] = settings["full_page_writes"] = settings["wal_init_zero"] = "off";
        if (_options.Tls)
        {
            settings["ssl"] = "on";
            settings["ssl_cert_file"] = settings["ssl_key_file"] = Path.Combine(Folder, "server.pem");
        }

        foreach (var (name, value) in _options.Settings)
            settings[name] = value;
        return settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" });
    }

    private string ReadLog()
    {
        var log = Path.Combine(Folder, "log");
        return File.Exists(log) ? File.ReadAllText(log) : "(no log)";
    }
}
