using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>DATA_STATISTICS: what CREATE STATISTICS made.</summary>
public sealed class DataStatisticsView() : SysView("DATA_STATISTICS", 40)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        BigInt("DATA_STATISTICS_OID"), Text("DATA_STATISTICS_TYPE", 12), Text("DATA_STATISTICS_SCHEMA_NAME"), Text("DATA_STATISTICS_NAME"), Text("DATA_SOURCE_OBJECT_TYPE", 5), Text("DATA_SOURCE_SCHEMA_NAME"), Text("DATA_SOURCE_OBJECT_NAME"), Text("DATA_SOURCE_COLUMN_NAMES", 5000), Text("DATA_SOURCE_STORAGE_TYPE", 8), Time("CREATE_TIME"), Text("CONSTRAINT", 20), Text("IS_PERSISTENT", 5), Text("IS_ENABLED", 5), BigInt("CREATE_MEMORY"), BigInt("CREATE_MEMORY_PERCENT"), BigInt("CREATE_BUCKETS"), Integer("CREATE_QERROR"), Integer("CREATE_QTHETA"), Integer("CREATE_ACCURACY"), Integer("CREATE_PREFIX_BITS"), BigInt("CREATE_SAMPLE_SIZE"), Integer("CREATE_SAMPLE_SIZE_PERCENT"), Text("VALID_FOR", 32), Text("INVALIDATION_REASON", 32),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from table in VirtualTables.All(context)
        from statistics in table.DataStatistics
        select new object?[]
        {
            statistics.Oid, statistics.TypeName, table.Schema, statistics.Name, "TABLE", table.Schema, table.Name, NamesOf(statistics), "VIRTUAL", statistics.CreateTime,
            statistics.Type == DataStatisticsType.Histogram ? "MAXDIFF" : null, Word(true), Word(!statistics.IsDisabled), null, null, (long?)statistics.Buckets, null, null, null, null,
            (long?)statistics.SampleSize, null, "ESTIMATION", statistics.Content is null ? "NEVER REFRESHED" : null,
        };

    /// <summary>The columns' names, quoted as in SQL: <c>"a","b"</c>; null for a whole table.</summary>
    internal static string? NamesOf(DataStatistics statistics) =>
        statistics.Columns.IsEmpty ? null : string.Join(',', statistics.Columns.Select(column => $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
