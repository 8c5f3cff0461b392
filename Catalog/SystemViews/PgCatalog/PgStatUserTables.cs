using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_stat_user_tables: tables with the rows they are thought to have; nothing is counted.</summary>
internal sealed class PgStatUserTables() : PgCatalogRelation(
    "pg_stat_user_tables", 12161,
    """
    relid oid, schemaname name, relname name, seq_scan int8, seq_tup_read int8, idx_scan int8, idx_tup_fetch int8, n_tup_ins int8, n_tup_upd int8, n_tup_del int8,
    n_tup_hot_upd int8, n_live_tup int8, n_dead_tup int8, n_mod_since_analyze int8, n_ins_since_vacuum int8, last_vacuum timestamptz, last_autovacuum timestamptz,
    last_analyze timestamptz, last_autoanalyze timestamptz, vacuum_count int8, autovacuum_count int8, analyze_count int8, autoanalyze_count int8
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Relations.OfUsers(context.Snapshot).Where(relation => relation is not (ViewEntry or SequenceEntry)).Select(table => new object?[]
    {
        table.Oid, table.Schema, table.Name, 0, 0, null, null, 0, 0, 0, 0, context.SeesCounts(table) ? (long)Math.Max(0, Relations.HandleOf(table)?.Statistics?.RowCount ?? 0) : 0, 0, 0, 0, null, null, null, null, 0, 0, 0, 0,
    });
}
