using System.Collections.Concurrent;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Remote;

/// <summary>
/// Sends the keys of a finished join side to the other side's source. The side that makes the keys is read first, its batches kept for the join; when it
/// turns out too big, the filter is given up and reading goes on as if there had been none.
/// </summary>
internal sealed class DynamicFilters(StatementContext context)
{
    /// <summary>Bytes of a key side that are kept while its keys are collected; a bigger side is no small side.</summary>
    private const long MaxBufferedBytes = 64L << 20;

    /// <summary>How many more keys than may be sent are looked at for their range: so much longer the other source waits at most.</summary>
    private const int RangeReach = 10;

    /// <summary>More keys than this are sent as one array: a list is planned key by key, and is another text each time.</summary>
    private const int LongestList = 100;

    private readonly ConcurrentDictionary<ColumnId, KeyCollector> _collected = [];

    /// <summary>The keys a fragment waits for.</summary>
    public static IReadOnlyList<ColumnId> NeededBy(PlanNode fragment) => [.. Filters(fragment).Select(filter => filter.BuildColumn).Distinct()];

    /// <summary>Reads a key side as far as its keys need it, and returns its rows again: those read, then the rest.</summary>
    public async Task<IAsyncEnumerable<RecordBatch>> CollectAsync(
        IAsyncEnumerable<RecordBatch> rows, EquatableArray<OutputColumn> output, IReadOnlyList<ColumnId> wanted, CancellationToken cancellationToken)
    {
        var collectors = wanted.Select(id => (Index: IndexOf(output, id), Collector: new KeyCollector(output[IndexOf(output, id)].Type, context.DynamicFilterMaxKeys))).ToArray();
        var buffered = new BufferedRows(rows, cancellationToken);
        try
        {
            var (ended, read) = (false, 0L);
            while (!ended && buffered.Bytes <= MaxBufferedBytes && (read <= (long)RangeReach * context.DynamicFilterMaxKeys || collectors.Any(entry => entry.Collector.IsComplete)))
            {
                if (await buffered.ReadAheadAsync() is not { } batch) ended = true;
                else
                {
                    read += batch.Length;
                    foreach (var (index, collector) in collectors) collector.Add(batch.Column(index));
                }
            }

            for (var i = 0; ended && i < collectors.Length; i++) _collected[wanted[i]] = collectors[i].Collector;
            return buffered.ReadAllAsync();
        }
        catch
        {
            await buffered.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes keys that a query on the store has already made distinct.</summary>
    public void Add(ColumnId column, SqlType type, IEnumerable<RecordBatch> distinctKeys)
    {
        var collector = new KeyCollector(type, context.DynamicFilterMaxKeys);
        foreach (var batch in distinctKeys)
            using (batch) collector.Add(batch.Column(0));
        if (collector.IsComplete) _collected[column] = collector;
    }

    /// <summary>The fragment with each filter replaced by the collected keys, by their range, or by nothing where there is neither.</summary>
    public FragmentRequest Apply(RemoteNode planned, FragmentMeasures facts)
    {
        List<ConstantExpression> arrays = [];
        var listed = With(filter => Replacement(filter, arrays: null));
        var sent = With(filter => Replacement(filter, arrays));
        var known = Filters(planned.Fragment).Select(filter => _collected.GetValueOrDefault(filter.BuildColumn)).Where(keys => keys is { IsComplete: true }).ToList();
        facts.DynamicFilterKeys = known.Count == 0 ? null : known.Sum(keys => keys!.Count);
        return new FragmentRequest(sent, planned, listed, [.. context.Parameters, .. arrays], context.EstimateOf(listed));

        RemoteNode With(Func<DynamicFilterExpression, Expression> replace) => planned with
        {
            Fragment = planned.Fragment.Rewrite(node => Simplify(node.MapExpressions(expression => expression.Rewrite(inner => inner is DynamicFilterExpression filter ? replace(filter) : inner)))),
        };
    }

    /// <param name="filter">The filter to replace.</param>
    /// <param name="arrays">Where an array of keys goes, to be sent as a parameter behind the statement's own; null when keys are to be listed.</param>
    private Expression Replacement(DynamicFilterExpression filter, List<ConstantExpression>? arrays)
    {
        if (!_collected.TryGetValue(filter.BuildColumn, out var keys)) return ConstantExpression.True;
        if (!keys.IsComplete) return filter.TakesRange && keys.RangeAs(filter.Key.Type) is var (lowest, highest) ? ExpressionWalk.Range(filter.Key, lowest, highest) : ConstantExpression.True;
        var constants = keys.ConstantsAs(filter.Key.Type);
        if (constants.Count == 0) return ConstantExpression.False;
        if (arrays is null || !filter.TakesArray || constants.Count <= LongestList) return new InListExpression(filter.Key, [.. constants]);
        var array = SqlType.ArrayOf(constants[0].Type.Kind);
        arrays.Add(new ConstantExpression(constants.Select(constant => constant.Value).ToArray(), array));
        return new QuantifiedArrayExpression(filter.Key, ComparisonOperator.Equal, Quantifier.Any, new ParameterExpression(context.Parameters.Count + arrays.Count, array));
    }

    private static IEnumerable<DynamicFilterExpression> Filters(PlanNode fragment) =>
        fragment.AllExpressions().SelectMany(expression => expression.SelfAndDescendants()).OfType<DynamicFilterExpression>();

    private static PlanNode Simplify(PlanNode node)
    {
        if (node is not FilterNode filter) return node;
        Expression[] left = [.. filter.Predicate.Conjuncts().Where(conjunct => conjunct is not ConstantExpression { Value: true })];
        return left.Length == 0 ? filter.Input : filter with { Predicate = ExpressionWalk.And(left) };
    }

    private static int IndexOf(EquatableArray<OutputColumn> output, ColumnId id)
    {
        for (var i = 0; i < output.Count; i++)
            if (output[i].Id == id) return i;
        throw new GatewayException(SqlState.InternalError, $"no column {id} to take keys from");
    }
}
