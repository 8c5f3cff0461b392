using System.Globalization;
using System.Net.Sockets;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;
using Npgsql;

namespace FederationGateway.Support.Servers;

/// <summary>
/// The gateway as its users run it: the built program, in a process of its own, on a free port. A data directory given by the caller outlives
/// it, for tests of restarts; otherwise it gets a fresh one that goes with it.
/// </summary>
public sealed class GatewayServer : IAsyncDisposable
{
    public const string Administrator = "admin";
    public const string Password = "fedgw-admin";
    public const string Database = "gateway";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    private readonly string _folder;
    private readonly GuardedProcess _process;

    private GatewayServer(string folder, int port, GuardedProcess process)
    {
        _folder = folder;
        Port = port;
        _process = process;
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Log => _process.Log;

    /// <summary>Npgsql's way in as administrator.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = Administrator,
            Password = Password,
            Database = Database,

            // A gateway that has just started on a busy machine takes its time.
            Timeout = 90,
        }.ConnectionString;

    /// <summary>Starts the program and returns once it accepts connections.</summary>
    /// <param name="data">The data directory; null for a fresh one.</param>
    /// <param name="arguments">More options of the program.</param>
    /// <param name="environment">Variables added to ours.</param>
    public static async Task<GatewayServer> StartAsync(string? data = null, IEnumerable<string>? arguments = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var folder = Directory.CreateTempSubdirectory("fedgw-gateway-").FullName;
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        var port = FreePort.Next();
        var process = await GuardedProcess.StartAsync(
            Path.Combine(folder, "log"),
            "dotnet",
            [
                Program(), "--listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"),
                "--data", data ?? Path.Combine(folder, "data"), "--admin-password-file", passwordFile, .. arguments ?? [],
            ],
            environment);
        var server = new GatewayServer(folder, port, process);
        try
        {
            await server.UntilItAcceptsAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the program to its end: for starts that fail, and for what it prints.</summary>
    public static Task<ProcessResult> RunAsync(params string[] arguments) => ProcessRunner.RunAsync("dotnet", [Program(), .. arguments]);

    /// <summary>Runs statements with psql, unaligned and without headers, stopping at the first error.</summary>
    public Task<ProcessResult> PsqlAsync(string sql, TimeSpan? timeout = null) =>
        ProcessRunner.RunAsync(
            PostgresBinaries.Instance.Psql,
            [
                "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", Administrator, "-d", Database,
                "-p", Port.ToString(CultureInfo.InvariantCulture),
            ],
            input: sql,
            environment: new Dictionary<string, string?> { ["PGPASSWORD"] = Password },
            timeout: timeout);

    /// <summary>Asks the gateway to end and returns its exit code.</summary>
    public Task<int> StopAsync() => _process.StopAsync();

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The program built the way the running one was built.</summary>
    private static string Program()
    {
        var separator = Path.DirectorySeparatorChar;
        var configuration = AppContext.BaseDirectory.Contains($"{separator}Release{separator}", StringComparison.Ordinal) ? "Release" : "Debug";
        return Repository.PathOf("Gateway", "bin", configuration, "net10.0", "FederationGateway.Gateway.dll");
    }

    private async Task UntilItAcceptsAsync()
    {
        using var limit = new CancellationTokenSource(StartTimeout);
        while (!_process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, limit.Token);
            }
        }

        throw new InvalidOperationException($"the gateway did not start:\n{Log}");
    }
}
