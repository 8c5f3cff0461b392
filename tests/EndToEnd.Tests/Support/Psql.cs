using System.Globalization;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Support;

/// <summary>psql as people run it: with headers and alignment, unless a test asks otherwise.</summary>
internal static class Psql
{
    /// <summary>libpq's way in as administrator.</summary>
    public static string ConnectionString(GatewayServer gateway) =>
        string.Create(CultureInfo.InvariantCulture, $"host=127.0.0.1 port={gateway.Port} user={GatewayServer.Administrator} password={GatewayServer.Password} dbname={GatewayServer.Database}");

    /// <summary>Starts psql on one statement and leaves it running, until it is killed or disposed.</summary>
    public static Task<GuardedProcess> StartAsync(GatewayServer gateway, string log, string command) =>
        GuardedProcess.StartAsync(log, PostgresBinaries.Instance.Psql, ["-X", "-d", ConnectionString(gateway), "-c", command]);

    /// <summary>Runs psql with <paramref name="arguments"/>, and <paramref name="input"/> as what is typed.</summary>
    public static Task<ProcessResult> RunAsync(
        GatewayServer gateway, IEnumerable<string> arguments, string? input = null, string user = GatewayServer.Administrator,
        string password = GatewayServer.Password, string database = GatewayServer.Database, IReadOnlyDictionary<string, string?>? environment = null) =>
        ProcessRunner.RunAsync(
            PostgresBinaries.Instance.Psql,
            ["-X", "-h", "127.0.0.1", "-p", gateway.Port.ToString(CultureInfo.InvariantCulture), "-U", user, "-d", database, .. arguments],
            input,
            new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>()) { ["PGPASSWORD"] = password });
}
