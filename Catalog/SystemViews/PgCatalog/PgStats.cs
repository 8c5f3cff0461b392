using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_stats: what sources say of the columns one may read.</summary>
internal sealed class PgStats() : PgCatalogRelation(
    "pg_stats", 12053,
    """
    schemaname name, tablename name, attname name, inherited bool, null_frac float4, avg_width int4, n_distinct float4, most_common_vals anyarray,
    most_common_freqs float4[], histogram_bounds anyarray, correlation float4, most_common_elems anyarray, most_common_elem_freqs float4[], elem_count_histogram float4[]
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from relation in Relations.OfUsers(context.Snapshot)
        from column in Relations.HandleOf(relation)?.Columns ?? []
        let statistics = column.Statistics
        where statistics is not null && context.Rights.HasColumn(relation, column.RemoteName, Privilege.Select) && context.SeesValues(relation)
        select new object?[]
        {
            relation.Schema, relation.Name, column.Name, false, statistics.NullFraction ?? 0, (int)(statistics.AverageWidth ?? 0), statistics.DistinctCount ?? 0,
            null, null, null, null, null, null, null,
        };
}
