using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Statements.Measuring;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE, ALTER, REFRESH and DROP STATISTICS. The source is asked before the catalog is changed, so nobody waits for it.</summary>
internal static class StatisticsStatements
{
    private const int LargestBuckets = 1000;
    private const int LargestSample = 1_000_000;

    public static Prepared PrepareCreate(ParsedStatement parsed, CreateStatisticsStatement create) => new PreparedCommand(parsed, "CREATE STATISTICS", async run =>
    {
        run.Session.RequireWritable("a change of the catalog");
        var table = StatisticsTargets.Table(run, create.Table);
        var type = TypeOf(create.Kind, create.Table.Span);
        var properties = create.Properties;
        RefuseUnsupported(properties);
        if (properties is { InitialRefresh: false, Enable: not false })
            throw new GatewayException(SqlState.SyntaxError, "NO INITIAL REFRESH goes with ENABLE OFF only") { Position = properties.Span.Start };
        var columns = StatisticsTargets.Columns(table, create.Columns);
        var targets = Targets(table, type, columns, create);
        if (create.Name is { } given && targets.Count > 1)
            throw new GatewayException(SqlState.SyntaxError, $"the statement makes {targets.Count} data statistics objects, which cannot have one name") { Position = given.Span.Start };
        if (create.Name?.Schema is { } schema && run.Session.Snapshot.FindSchema(schema.Text)?.Name != table.Schema)
            throw new GatewayException(SqlState.InvalidObjectDefinition, "data statistics are in the schema of their table") { Position = schema.Span.Start };

        var measurement = new StatisticsMeasurement(run, table);
        List<DataStatistics> made = [];
        foreach (var target in targets)
        {
            var statistics = new DataStatistics(0, "", type, target)
            {
                IsDisabled = properties.Enable == false,
                Buckets = Checked(properties.Buckets, LargestBuckets, "BUCKETS", properties.Span),
                SampleSize = Checked(properties.SampleSize, LargestSample, "SAMPLE SIZE", properties.Span),
                CreateTime = run.Session.Core.TimeProvider.GetUtcNow().UtcDateTime,
            };
            made.Add(properties.InitialRefresh == false ? statistics : statistics with { Content = await measurement.MeasureAsync(statistics, "CREATE") });
        }

        await DdlRun.ChangeAsync(run, catalog =>
        {
            foreach (var statistics in made)
            {
                var current = StatisticsTargets.Table(run, catalog.Snapshot, create.Table);
                var name = create.Name?.Last.Text ?? DataStatisticsChanges.FreeName(catalog.Snapshot, current, type, statistics.Columns);
                DataStatisticsChanges.Create(catalog, current, statistics with { Name = name });
            }
        });
    });

    public static Prepared PrepareAlter(ParsedStatement parsed, AlterStatisticsStatement alter) => new PreparedCommand(parsed, "ALTER STATISTICS", async run =>
    {
        run.Session.RequireWritable("a change of the catalog");
        var properties = alter.Properties;
        RefuseUnsupported(properties);
        var (buckets, size) = (Checked(properties.Buckets, LargestBuckets, "BUCKETS", properties.Span), Checked(properties.SampleSize, LargestSample, "SAMPLE SIZE", properties.Span));
        List<(VirtualTableEntry Table, DataStatistics Statistics)> changed = [];
        foreach (var (table, old) in StatisticsTargets.Selected(run, alter.Selection, mayBeMissing: false))
        {
            var statistics = old with
            {
                IsDisabled = properties.Enable is { } enable ? !enable : old.IsDisabled,
                Buckets = buckets ?? old.Buckets,
                SampleSize = size ?? old.SampleSize,
            };
            var isOnlyEnabled = properties.InitialRefresh is null && statistics with { IsDisabled = old.IsDisabled } == old && statistics.Content is not null;
            var isRefreshed = !statistics.IsDisabled && properties.InitialRefresh != false && !isOnlyEnabled;
            changed.Add((table, isRefreshed ? await MeasuredAsync(run, table, statistics, "ALTER") : statistics));
        }

        await ReplaceAsync(run, changed);
    });

    public static Prepared PrepareRefresh(ParsedStatement parsed, RefreshStatisticsStatement refresh) => new PreparedCommand(parsed, "REFRESH STATISTICS", async run =>
    {
        run.Session.RequireWritable("a change of the catalog");
        List<(VirtualTableEntry Table, DataStatistics Statistics)> changed = [];
        foreach (var (table, statistics) in StatisticsTargets.Selected(run, refresh.Selection, mayBeMissing: false))
            if (!statistics.IsDisabled) changed.Add((table, await MeasuredAsync(run, table, statistics, "REFRESH")));
        await ReplaceAsync(run, changed);
    });

    public static Prepared PrepareDrop(ParsedStatement parsed, DropStatisticsStatement drop) => new PreparedCommand(parsed, "DROP STATISTICS", run => DdlRun.ChangeAsync(run, catalog =>
    {
        foreach (var (table, statistics) in StatisticsTargets.Selected(run, catalog.Snapshot, drop.Selection, drop.IfExists)) DataStatisticsChanges.Drop(catalog, table.Oid, statistics.Oid);
    }));

    private static async Task<DataStatistics> MeasuredAsync(StatementRun run, VirtualTableEntry table, DataStatistics statistics, string reason) =>
        statistics with { Content = await new StatisticsMeasurement(run, table).MeasureAsync(statistics, reason) };

    private static async ValueTask ReplaceAsync(StatementRun run, List<(VirtualTableEntry Table, DataStatistics Statistics)> changed)
    {
        if (changed.Count == 0) return;
        await DdlRun.ChangeAsync(run, catalog =>
        {
            foreach (var (table, statistics) in changed) DataStatisticsChanges.Replace(catalog, table.Oid, statistics);
        });
    }

    /// <summary>The lists of columns of the objects the statement makes: one object a column, a sample for all.</summary>
    private static IReadOnlyList<EquatableArray<string>> Targets(VirtualTableEntry table, DataStatisticsType type, EquatableArray<string> columns, CreateStatisticsStatement create) => type switch
    {
        DataStatisticsType.RecordCount when !columns.IsEmpty =>
            throw new GatewayException(SqlState.SyntaxError, "statistics of type RECORD COUNT are about a whole table") { Position = create.Columns[0].Span.Start },
        DataStatisticsType.RecordCount => [[]],
        DataStatisticsType.Sample => [columns.IsEmpty ? table.Columns.Select(column => column.Name).ToEquatableArray() : columns],
        _ => [.. (columns.IsEmpty ? table.Columns.Where(column => StatisticsTypes.HasEquality(column.Type)).Select(column => column.Name) : columns).Select(column => (EquatableArray<string>)[column])],
    };

    private static DataStatisticsType TypeOf(StatisticsKind? kind, TextSpan at) => kind switch
    {
        StatisticsKind.RecordCount => DataStatisticsType.RecordCount,
        StatisticsKind.Simple => DataStatisticsType.Simple,
        StatisticsKind.Sample => DataStatisticsType.Sample,
        StatisticsKind.Histogram or null => DataStatisticsType.Histogram,
        StatisticsKind.TopK => throw GatewayException.Unsupported("statistics of type TOPK", at),
        _ => throw GatewayException.Unsupported("statistics of type SKETCH", at),
    };

    private static void RefuseUnsupported(StatisticsProperties properties)
    {
        if (properties.Unsupported is { } construct) throw GatewayException.Unsupported($"{construct} for statistics of a virtual table", properties.Span);
    }

    private static int? Checked(long? value, int largest, string property, TextSpan at) => value is null ? null
        : value >= 1 && value <= largest ? (int)value
        : throw new GatewayException(SqlState.InvalidParameterValue, $"{property} must be between 1 and {largest}") { Position = at.Start };
}
