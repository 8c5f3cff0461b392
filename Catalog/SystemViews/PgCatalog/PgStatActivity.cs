using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_stat_activity: the sessions.</summary>
internal sealed class PgStatActivity() : PgCatalogRelation(
    "pg_stat_activity", 12222,
    """
    datid oid, datname name, pid int4, leader_pid int4, usesysid oid, usename name, application_name text, client_addr inet, client_hostname text, client_port int4,
    backend_start timestamptz, xact_start timestamptz, query_start timestamptz, state_change timestamptz, wait_event_type text, wait_event text, state text, backend_xid xid,
    backend_xmin xid, query_id int8, query text, backend_type text
    """)
{
    // As PostgreSQL: of others one learns that they are there.
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.Sessions.Select(session =>
    {
        var isSeen = context.SeesStatementsOf(session.User);
        return new object?[]
        {
            BuiltInCatalog.DatabaseOid, BuiltInCatalog.DatabaseName, session.ProcessId, null, Roles.OidOf(context.Snapshot, session.User), session.User, session.ApplicationName,
            isSeen ? session.ClientAddress : null, null, isSeen ? session.ClientPort : null, isSeen ? session.Start : null, null, null, null, null, null,
            isSeen ? session.Statement is null ? "idle" : "active" : null, null, null, null, isSeen ? session.Statement ?? "" : "<insufficient privilege>", isSeen ? "client backend" : null,
        };
    });
}
