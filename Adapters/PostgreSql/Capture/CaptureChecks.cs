using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>What a user would otherwise find out by trial and error: the server's settings, the role's rights, and what tells a table's rows apart.</summary>
internal sealed class CaptureChecks(ControlQueries control, PostgreSqlOptions options)
{
    private const int FirstVersion = 140_000;

    /// <summary>$1: the capture. What it has already it does not need a place for.</summary>
    private const string ServerQuery = """
        SELECT current_setting('server_version_num')::int, current_setting('wal_level'), pg_is_in_recovery(),
               current_setting('max_replication_slots')::int - (SELECT count(*) FROM pg_replication_slots WHERE slot_name <> $1)::int,
               current_setting('max_wal_senders')::int - (SELECT count(*) FROM pg_stat_replication)::int + (SELECT count(active_pid) FROM pg_replication_slots WHERE slot_name = $1)::int,
               r.rolsuper OR r.rolreplication OR EXISTS (SELECT FROM pg_roles m WHERE m.rolname = 'rds_replication' AND pg_has_role(m.oid, 'USAGE')),
               has_database_privilege(current_database(), 'CREATE') OR EXISTS (SELECT FROM pg_publication WHERE pubname = $1),
               quote_ident(current_user), quote_ident(current_database())
        FROM pg_roles r WHERE r.rolname = current_user
        """;

    public async Task<IReadOnlyList<CaptureObstacle>> CheckAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken)
    {
        List<CaptureObstacle> obstacles = [];
        var (version, role) = await CheckServerAsync(capture, obstacles, cancellationToken);
        if (version < FirstVersion) return obstacles;
        obstacles.AddRange(await new TableChecks(control, version, role).CheckAsync(tables, cancellationToken));
        return obstacles;
    }

    private async Task<(int Version, string Role)> CheckServerAsync(string capture, List<CaptureObstacle> obstacles, CancellationToken cancellationToken)
    {
        var server = (await control.QueryAsync(ServerQuery, [capture], row => (
            Version: row.GetInt32(0), WalLevel: row.GetString(1), IsStandby: row.GetBoolean(2), FreeSlots: row.GetInt32(3), FreeSenders: row.GetInt32(4),
            MayReplicate: row.GetBoolean(5), MayPublish: row.GetBoolean(6), Role: row.GetString(7), Database: row.GetString(8)), cancellationToken))[0];
        var source = $"remote source \"{options.SourceName}\"";
        if (server.Version < FirstVersion)
            obstacles.Add(new CaptureObstacle($"{source} is a server older than PostgreSQL 14", "upgrade the server"));
        if (server.WalLevel != "logical")
            obstacles.Add(new CaptureObstacle($"the log of {source} does not hold what logical replication needs (wal_level is {server.WalLevel})", "ALTER SYSTEM SET wal_level = 'logical'; then restart the server"));
        if (server.IsStandby)
            obstacles.Add(new CaptureObstacle($"{source} is a standby server, in which no publication can be made", "let the remote source point to the primary server"));
        if (server.FreeSlots <= 0)
            obstacles.Add(new CaptureObstacle($"{source} has no replication slot left (max_replication_slots)", "drop a slot that nobody reads (pg_replication_slots), or ALTER SYSTEM SET max_replication_slots to more and restart the server"));
        if (server.FreeSenders <= 0)
            obstacles.Add(new CaptureObstacle($"{source} has no process left that sends its log (max_wal_senders)", "ALTER SYSTEM SET max_wal_senders to more and restart the server"));
        if (!server.MayReplicate)
            obstacles.Add(new CaptureObstacle($"user {server.Role} of {source} may not read the log", $"ALTER ROLE {server.Role} REPLICATION"));
        if (!server.MayPublish)
            obstacles.Add(new CaptureObstacle($"user {server.Role} of {source} may not create a publication", $"GRANT CREATE ON DATABASE {server.Database} TO {server.Role}"));
        return (server.Version, server.Role);
    }
}
