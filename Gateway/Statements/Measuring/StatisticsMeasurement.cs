using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Optimizer;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements.Measuring;

/// <summary>
/// Measures a virtual table by queries. What the source can count, group and order exactly as we would it does itself, over all rows; where a query would make
/// the rows travel instead, a limited number of them is read and stands for the rest.
/// </summary>
internal sealed class StatisticsMeasurement(StatementRun run, VirtualTableEntry table)
{
    private const int DefaultBuckets = 100;

    /// <summary>HANA's size of a sample.</summary>
    private const int DefaultSample = 1000;

    /// <summary>Rows read in place of a histogram or summary that the source cannot compute.</summary>
    private const int FallbackSample = 30_000;

    /// <summary>The most distinct values that are fetched one by one.</summary>
    private const int MostGroups = 20_000;

    private readonly StatisticsQueries _queries = new(table);

    public async Task<MeasuredStatistics> MeasureAsync(DataStatistics statistics, string reason)
    {
        var (rows, isSampled, columns) = statistics.Type switch
        {
            DataStatisticsType.RecordCount => (await RequiredCountAsync(), false, []),
            DataStatisticsType.Sample => await SampleAsync(statistics.Columns, statistics.SampleSize ?? DefaultSample, DefaultBuckets),
            _ => await ColumnAsync(statistics),
        };
        return new MeasuredStatistics(run.Session.Core.TimeProvider.GetUtcNow().UtcDateTime, reason, rows, isSampled, columns);
    }

    private async Task<double?> RequiredCountAsync() => await CountAsync() ?? throw new GatewayException(
        SqlState.FeatureNotSupported, $"remote source \"{table.Source}\" cannot count the rows of \"{table.Name}\"")
    {
        Hint = "CREATE STATISTICS … TYPE SAMPLE reads some of them.",
    };

    private async Task<double?> CountAsync() => await PlanAsync(_queries.Count()) is { Root: RemoteNode } plan ? Convert.ToDouble((await ReadAsync(plan))[0][0]!, null) : null;

    private async Task<(double? Rows, bool IsSampled, EquatableArray<MeasuredColumn> Columns)> ColumnAsync(DataStatistics statistics)
    {
        var name = statistics.Columns[0];
        var type = table.Columns.First(column => column.Name == name).Type;
        var buckets = statistics.Buckets ?? DefaultBuckets;
        if (await SummaryAsync(name, type) is not var (rows, summary)) return await SampleAsync([name], FallbackSample, buckets);
        var spread = statistics.Type == DataStatisticsType.Histogram ? await SpreadAsync(name, type, summary, buckets) : null;
        var isComplete = summary.DistinctCount is not null && (summary.MinimumText is not null || !StatisticsTypes.HasOrder(type) || summary.NullFraction == 1);
        var wantsSample = statistics.Type == DataStatisticsType.Histogram ? spread is null && StatisticsTypes.HasEquality(type) : !isComplete && StatisticsTypes.HasEquality(type);
        if (!wantsSample) return (rows, false, [new MeasuredColumn(name, spread ?? summary)]);

        // The rest from a sample; what the source counted itself stays as it is.
        var (_, isSampled, sampled) = await SampleAsync([name], FallbackSample, buckets);
        var other = sampled[0].Statistics;
        var merged = other with
        {
            DistinctCount = summary.DistinctCount ?? other.DistinctCount,
            NullFraction = summary.NullFraction,
            MinimumText = summary.MinimumText ?? other.MinimumText,
            MaximumText = summary.MaximumText ?? other.MaximumText,
        };
        if (statistics.Type == DataStatisticsType.Simple) merged = merged with { MostCommon = [], Histogram = [] };
        return (rows, isSampled, [new MeasuredColumn(name, merged)]);
    }

    /// <summary>Counts, and the range where the source knows it; null when it cannot even count.</summary>
    private async Task<(double Rows, ColumnStatistics Statistics)?> SummaryAsync(string name, SqlType type)
    {
        var (equality, order) = (StatisticsTypes.HasEquality(type), StatisticsTypes.HasOrder(type));
        foreach (var (distinct, range) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            if ((distinct && !equality) || (range && !order)) continue;
            if (await PlanAsync(_queries.Summary(name, distinct, range)) is not { Root: RemoteNode } plan) continue;
            var row = (await ReadAsync(plan))[0];
            var (rows, values) = (Convert.ToDouble(row[0]!, null), Convert.ToDouble(row[1]!, null));
            string? At(int index) => row[index] is { } value ? ConstantText.Format(value, type) : null;
            return (rows, new ColumnStatistics(
                distinct ? Convert.ToDouble(row[2]!, null) : null,
                rows == 0 ? 0 : (rows - values) / rows,
                null,
                range ? At(row.Length - 2) : null,
                range ? At(row.Length - 1) : null));
        }

        return null;
    }

    /// <summary>Common values and histogram over all rows, if the source can group or order them; else null.</summary>
    private async Task<ColumnStatistics?> SpreadAsync(string name, SqlType type, ColumnStatistics summary, int buckets)
    {
        if (!StatisticsTypes.HasEquality(type)) return null;
        if (summary.DistinctCount <= MostGroups && await PlanAsync(_queries.ValueCounts(name)) is { } grouping && IsReduced(grouping.Root))
        {
            var counts = new ValueCounts(type, buckets);
            foreach (var row in await ReadAsync(grouping)) counts.Add(row[0], Convert.ToInt64(row[1]!, null));
            var exact = counts.Exact();
            return exact with { NullFraction = summary.NullFraction, MostCommon = Weighed(exact.MostCommon, summary) };
        }

        if (!StatisticsTypes.HasOrder(type) || await PlanAsync(_queries.Bounds(name, buckets)) is not { } parts || !IsReduced(parts.Root)) return null;
        List<string> bounds = [];
        foreach (var row in await ReadAsync(parts))
        {
            if (bounds.Count == 0) bounds.Add(ConstantText.Format(row[0]!, type));
            var upper = ConstantText.Format(row[1]!, type);
            if (bounds[^1] != upper) bounds.Add(upper);
        }

        return summary with { Histogram = bounds.ToEquatableArray() };
    }

    // Fractions are of all rows; the query left nulls out.
    private static EquatableArray<CommonValue> Weighed(EquatableArray<CommonValue> common, ColumnStatistics summary) =>
        common.Select(value => value with { Fraction = value.Fraction * (1 - (summary.NullFraction ?? 0)) }).ToEquatableArray();

    private async Task<(double? Rows, bool IsSampled, EquatableArray<MeasuredColumn> Columns)> SampleAsync(EquatableArray<string> names, int size, int buckets)
    {
        var columns = table.Columns.Where(column => names.IsEmpty || names.Contains(column.Name)).ToList();
        var counts = columns.Select(column => new ValueCounts(column.Type, buckets)).ToList();
        var measurable = columns.Select(column => StatisticsTypes.HasEquality(column.Type)).ToList();
        var plan = await PlanAsync(_queries.Rows(columns.Select(column => column.Name), size));
        var read = 0L;
        await foreach (var batch in RunAsync(plan))
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length && read < size; row++, read++)
                    for (var i = 0; i < counts.Count; i++) counts[i].Add(ValueAt(batch.Column(i), row, columns[i].Type, measurable[i]));
            }

            if (read >= size) break;
        }

        var isWhole = read < size;
        var rows = isWhole ? read : await CountAsync();
        var known = rows ?? table.Handle.Statistics?.RowCount;
        return (rows, !isWhole, columns.Select((column, i) => new MeasuredColumn(column.Name, Statistics(counts[i], measurable[i], isWhole, known))).ToEquatableArray());
    }

    private static ColumnStatistics Statistics(ValueCounts counts, bool isMeasurable, bool isWhole, double? rows)
    {
        var found = isWhole ? counts.Exact() : counts.OfSample(rows);
        return isMeasurable ? found : new ColumnStatistics(NullFraction: found.NullFraction);
    }

    // Of a value that cannot be compared only its presence is counted.
    private static object? ValueAt(ArrayData column, int row, SqlType type, bool isMeasurable) =>
        column.IsNull(row) ? null : isMeasurable ? ArrowValue.Read(column, row, type) : true;

    /// <summary>True when what travels is groups, not rows.</summary>
    private static bool IsReduced(PlanNode root) => root is RemoteNode remote
        ? remote.Fragment.SelfAndDescendants().Any(node => node is AggregateNode)
        : root.Inputs.Count == 1 && root is SortNode or ProjectNode && IsReduced(root.Inputs[0]);

    private async Task<OptimizedPlan> PlanAsync(Parser.Ast.QueryStatement query)
    {
        var bound = (Plan.QueryStatement)await Planner.BindAsync(run.Session, query, [], run.CancellationToken);
        return Planner.OptimizeForSource(run.Session, bound.Plan);
    }

    private IAsyncEnumerable<RecordBatch> RunAsync(OptimizedPlan plan) =>
        QueryExecution.RunAsync(plan.Root, run.ContextFor([], plan, isDeep: false), new ExecutionFacts(), run.CancellationToken);

    /// <summary>All rows of a small result.</summary>
    private async Task<List<object?[]>> ReadAsync(OptimizedPlan plan)
    {
        var types = plan.Root.Output.Select(column => column.Type).ToList();
        List<object?[]> rows = [];
        await foreach (var batch in RunAsync(plan))
        {
            using (batch)
                for (var row = 0; row < batch.Length; row++) rows.Add([.. types.Select((type, i) => ArrowValue.ToConstant(batch.Column(i), row, type).Value)]);
        }

        return rows;
    }
}
