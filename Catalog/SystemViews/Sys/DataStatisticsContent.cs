using System.Text.Json;
using System.Text.Json.Nodes;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_DATA_STATISTICS: what the last refresh of each data statistics object found, as JSON. It has values of the table, so it takes the right to read that.</summary>
public sealed class DataStatisticsContent() : SysView("M_DATA_STATISTICS", 41)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        BigInt("DATA_STATISTICS_OID"), Text("DATA_STATISTICS_TYPE", 12), Text("DATA_STATISTICS_SCHEMA_NAME"), Text("DATA_STATISTICS_NAME"), Text("DATA_SOURCE_SCHEMA_NAME"), Text("DATA_SOURCE_OBJECT_NAME"), Text("DATA_SOURCE_COLUMN_NAMES", 5000), Text("DATA_SOURCE_STORAGE_TYPE", 8), Integer("DATA_SOURCE_PART_ID"), Time("LAST_REFRESH_TIME"), Text("LAST_REFRESH_REASON", 19), LongText("DATA_STATISTICS_CONTENT"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from table in VirtualTables.All(context)
        from statistics in table.DataStatistics
        let found = statistics.Content
        where found is not null && context.Rights.Has(table, Privilege.Select) && context.SeesValues(table)
        select new object?[]
        {
            statistics.Oid, statistics.TypeName, table.Schema, statistics.Name, table.Schema, table.Name, DataStatisticsView.NamesOf(statistics), "VIRTUAL", 0,
            found.Time, found.Reason, Content(found),
        };

    private static string Content(MeasuredStatistics found) => new JsonObject
    {
        ["COUNT"] = found.RowCount,
        ["SAMPLED"] = found.IsSampled,
        ["COLUMNS"] = new JsonArray([.. found.Columns.Select(column => Column(column, found.RowCount))]),
    }.ToJsonString(Readable);

    private static JsonObject Column(MeasuredColumn column, double? rows) => new JsonObject
    {
        ["NAME"] = column.Name,
        ["DISTINCT COUNT"] = column.Statistics.DistinctCount,
        ["NULL COUNT"] = column.Statistics.NullFraction is { } nulls && rows is { } count ? Math.Round(nulls * count) : null,
        ["MIN VALUE"] = column.Statistics.MinimumText,
        ["MAX VALUE"] = column.Statistics.MaximumText,
        ["TOP VALUES"] = new JsonArray([.. column.Statistics.MostCommon.Select(common => new JsonObject { ["VALUE"] = common.Text, ["FRACTION"] = Math.Round(common.Fraction, 6) })]),
        ["BUCKET BOUNDS"] = new JsonArray([.. column.Statistics.Histogram.Select(bound => JsonValue.Create(bound))]),
    };
}
