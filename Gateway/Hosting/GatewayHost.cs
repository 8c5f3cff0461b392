using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Adapters.Files;
using FederationGateway.Adapters.PostgreSql;
using FederationGateway.Adapters.Webhook;
using FederationGateway.Catalog.Store;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor.Local;
using FederationGateway.Gateway.Configuration;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Statements;
using FederationGateway.PgWire.Server;
using FederationGateway.Replication.Backlog;
using FederationGateway.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Gateway.Hosting;

/// <summary>Puts the gateway together, runs it, takes it apart.</summary>
internal sealed class GatewayHost(GatewayOptions options, ILoggerFactory loggers, TimeProvider timeProvider) : IHostedService, IAsyncDisposable
{
    private GatewayCore? _core;
    private WireServer? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ReserveThreads();
        var core = _core = Build();
        var made = await FirstStart.PrepareAsync(core.Store, ReadPassword(), cancellationToken);
        // Before anything else can fail: the account exists from now on.
        if (made is not null)
        {
            Console.WriteLine($"A first administrator account was created: user {FirstStart.Administrator}, password {made}");
            Console.WriteLine("It is not shown again; start with --admin-password-file FILE to set another.");
        }

        await core.Audit.PurgeIfDueAsync();
        var server = _server = Server(core);
        try
        {
            server.Start();
        }
        catch (SocketException e)
        {
            throw new OptionsException($"Listen: {options.Listen} cannot be used: {e.Message}");
        }

        core.Recovery.Start();
        core.Replication.Start();
        core.Replicas.Start(core);
        var endPoint = server.EndPoints[0];
        Console.WriteLine($"Federation Gateway listens on {endPoint}: psql -h {endPoint.Address} -p {endPoint.Port} -U {FirstStart.Administrator} {GatewayCore.DatabaseName}");
    }

    // Those that wait for sockets work for nobody else meanwhile.
    private static void ReserveThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Environment.ProcessorCount + SocketStream.MostWaitingThreads), completions);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is not null) await _server.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_core is not null) await _core.DisposeAsync();
        (_server, _core) = (null, null);
    }

    private WireServer Server(GatewayCore core)
    {
        try
        {
            return new WireServer(new GatewayQueryService(core), new WireServerOptions
            {
                Listen = ListenAddress.Parse(options.Listen),
                CertificatePath = options.CertificateFile,
                KeyPath = options.CertificateKeyFile,
                RequireTls = options.RequireTls,
                MockSecret = core.Store.Vault.Derive("salts of users that do not exist"),
                MaxConnections = options.MaxConnections,
            }, loggers.CreateLogger<WireServer>(), timeProvider);
        }
        catch (CryptographicException e)
        {
            throw new OptionsException($"CertificateFile, CertificateKeyFile: {e.Message}");
        }
    }

    private GatewayCore Build()
    {
        var memory = options.MemoryLimit is { } text && ByteSize.TryParse(text, out var bytes) ? bytes : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        MakeDirectory("Data", options.Data!);
        var spill = SpillFolder.Of(options);
        MakeDirectory("SpillDirectory", spill);
        long? spillLimit = options.SpillLimit is { } most && ByteSize.TryParse(most, out var spilled) ? spilled : null;
        var backlog = ByteSize.TryParse(options.BacklogLimit, out var kept) ? BacklogOptions.Within(kept) : new BacklogOptions();
        var store = CatalogStore.Open(new CatalogStoreOptions(options.Data!)
        {
            CredentialKeyPath = options.CredentialKeyFile,
            MemoryLimitBytes = memory / 2,
            SpillDirectory = Path.Combine(spill, "store"),
            SpillLimitBytes = spillLimit,
            Functions = [.. DuckDbFunctions.All, TouchedRows.Function],
        }, BuiltInCatalog.Snapshot);
        RemoveLeftovers(spill);
        var remainders = new EngineOptions { MemoryLimitBytes = memory / 2, TempDirectory = Path.Combine(spill, "remainder"), TempLimitBytes = spillLimit, Functions = DuckDbFunctions.All };
        IAdapter[] adapters = [new PostgreSqlAdapter(), new FilesAdapter(options.FileRoots?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [], memory / 4, Path.Combine(spill, "files")), new WebhookAdapter()];
        return new GatewayCore(store, new EngineHost(remainders), adapters, timeProvider, loggers, options.AuditRetention == 0 ? null : TimeSpan.FromDays(options.AuditRetention), backlog)
        {
            StatementEngines = new StatementEngines(remainders),
            Queue = new StatementQueue(options.MaxConcurrentStatements, options.MaxQueuedStatements),
            SettingDefaults = new Dictionary<string, string> { [SettingsTable.VerifyPushdown] = options.VerifyPushdown },
            ServerSettings = new Dictionary<string, string>
            {
                [SettingsTable.Ssl] = options.CertificateFile is null ? "off" : "on",
                [SettingsTable.AuditRetention] = options.AuditRetention.ToString(CultureInfo.InvariantCulture),
                [SettingsTable.MaxConnections] = options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private static void MakeDirectory(string key, string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OptionsException($"{key}: the directory {path} cannot be made");
        }
    }

    // What a killed process had spilled. The store is open, so no other process uses this data directory, it has not spilled anything yet, and the folder is its own.
    private static void RemoveLeftovers(string spill)
    {
        foreach (var directory in Directory.EnumerateDirectories(spill)) Directory.Delete(directory, recursive: true);
    }

    private string? ReadPassword()
    {
        if (options.AdminPasswordFile is not { } path) return null;
        if (!File.Exists(path)) throw new OptionsException($"AdminPasswordFile: there is no file {path}");
        var password = File.ReadLines(path).FirstOrDefault()?.Trim();
        return string.IsNullOrEmpty(password) ? throw new OptionsException($"AdminPasswordFile: the first line of {path} is empty") : password;
    }
}
