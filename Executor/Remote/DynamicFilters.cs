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

    private readonly ConcurrentDictionary<ColumnId, KeyCollector> _collected = [];

    /// <summary>The keys a fragment waits for.</summary>
    public static IReadOnlyList<ColumnId> NeededBy(PlanNode fragment) =>
        [.. fragment.AllExpressions().SelectMany(expression => expression.SelfAndDescendants()).OfType<DynamicFilterExpression>().Select(filter => filter.BuildColumn).Distinct()];

    /// <summary>Reads a key side as far as its keys need it, and returns its rows again: those read, then the rest.</summary>
    public async Task<IAsyncEnumerable<RecordBatch>> CollectAsync(
        IAsyncEnumerable<RecordBatch> rows, EquatableArray<OutputColumn> output, IReadOnlyList<ColumnId> wanted, CancellationToken cancellationToken)
    {
        var collectors = wanted.Select(id => (Index: IndexOf(output, id), Collector: new KeyCollector(output[IndexOf(output, id)].Type, context.DynamicFilterMaxKeys))).ToArray();
        var buffered = new BufferedRows(rows, cancellationToken);
        try
        {
            var ended = false;
            while (!ended && buffered.Bytes <= MaxBufferedBytes && collectors.Any(entry => entry.Collector.IsComplete))
            {
                if (await buffered.ReadAheadAsync() is not { } batch) ended = true;
                else
                    foreach (var (index, collector) in collectors) collector.Add(batch.Column(index));
            }

            for (var i = 0; ended && i < collectors.Length; i++)
                if (collectors[i].Collector.IsComplete) _collected[wanted[i]] = collectors[i].Collector;
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

    /// <summary>The fragment with its filters replaced by the collected keys, or by nothing where there are none.</summary>
    public PlanNode Apply(PlanNode fragment, FragmentMeasures facts)
    {
        Expression Replace(Expression expression)
        {
            if (expression is not DynamicFilterExpression filter) return expression;
            if (!_collected.TryGetValue(filter.BuildColumn, out var keys)) return ConstantExpression.True;
            facts.DynamicFilterKeys = (facts.DynamicFilterKeys ?? 0) + keys.Count;
            return keys.Count == 0 ? ConstantExpression.False : new InListExpression(filter.Key, keys.ToConstants());
        }

        return fragment.Rewrite(node => Simplify(node.MapExpressions(expression => expression.Rewrite(Replace))));
    }

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
