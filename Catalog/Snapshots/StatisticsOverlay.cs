using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog;

/// <summary>
/// What the optimizer is told of a table: the source's statistics, over them a sample, SIMPLE, a histogram, in this order. Each replaces what it knows itself. Of
/// several row counts the latest holds.
/// </summary>
internal static class StatisticsOverlay
{
    public static TableHandle Apply(TableHandle table, EquatableArray<DataStatistics> created)
    {
        var usable = created.Where(statistics => !statistics.IsDisabled && statistics.Content is not null).OrderBy(statistics => Rank(statistics.Type)).ToList();
        if (usable.Count == 0) return table;
        var rows = usable.Select(statistics => statistics.Content!).Where(content => content.RowCount is not null).MaxBy(content => content.Time)?.RowCount;
        var measured = usable.SelectMany(statistics => statistics.Content!.Columns).ToLookup(column => column.Name, column => column.Statistics, StringComparer.Ordinal);
        return table with
        {
            Statistics = rows is { } count ? new TableStatistics(count, Scaled(table.Statistics, count)) : table.Statistics,
            Columns = measured.Count == 0
                ? table.Columns
                : table.Columns.Select(column => column with { Statistics = measured[column.Name].Aggregate(column.Statistics, Over) }).ToEquatableArray(),
        };
    }

    private static int Rank(DataStatisticsType type) => type switch
    {
        DataStatisticsType.RecordCount => 0,
        DataStatisticsType.Sample => 1,
        DataStatisticsType.Simple => 2,
        _ => 3,
    };

    // The source's bytes belong to the source's rows.
    private static double? Scaled(TableStatistics? source, double rows) => source is { RowCount: > 0, TotalBytes: { } bytes } ? bytes / source.RowCount * rows : source?.TotalBytes;

    private static ColumnStatistics? Over(ColumnStatistics? below, ColumnStatistics above) => below is null ? above : new ColumnStatistics(
        above.DistinctCount ?? below.DistinctCount,
        above.NullFraction ?? below.NullFraction,
        above.AverageWidth ?? below.AverageWidth,
        above.MinimumText ?? below.MinimumText,
        above.MaximumText ?? below.MaximumText)
    {
        // Common values and histogram divide the rows between them: they come from one hand.
        MostCommon = HasSpread(above) ? above.MostCommon : below.MostCommon,
        Histogram = HasSpread(above) ? above.Histogram : below.Histogram,
    };

    private static bool HasSpread(ColumnStatistics statistics) => !statistics.MostCommon.IsEmpty || !statistics.Histogram.IsEmpty;
}
