using System.Globalization;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Support;

/// <summary>PostgreSQL's own programs, pointed at a gateway by libpq's environment.</summary>
internal static class PostgresTools
{
    /// <summary>libpq's variables for the gateway's administrator.</summary>
    public static Dictionary<string, string?> Environment(GatewayServer gateway) => new()
    {
        ["PGHOST"] = "127.0.0.1",
        ["PGPORT"] = gateway.Port.ToString(CultureInfo.InvariantCulture),
        ["PGUSER"] = GatewayServer.Administrator,
        ["PGPASSWORD"] = GatewayServer.Password,
        ["PGDATABASE"] = GatewayServer.Database,
    };

    public static Task<ProcessResult> RunAsync(GatewayServer gateway, string program, params string[] arguments) =>
        ProcessRunner.RunAsync(PostgresBinaries.Instance.Program(program), arguments, environment: Environment(gateway));
}
