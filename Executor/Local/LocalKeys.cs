using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor.Remote;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>Keys for dynamic filters that come from local tables: asked of the store as distinct values before the sources are read.</summary>
internal static class LocalKeys
{
    /// <param name="connection">The connection the statement will run on, in the transaction it will run in.</param>
    public static async Task CollectAsync(
        PlanNode remainder, IReadOnlySet<ColumnId> wanted, DynamicFilters filters, DuckDbConnection connection, StatementContext context, CancellationToken cancellationToken)
    {
        var nodes = remainder.SelfAndDescendantsDeep().ToList();
        var left = wanted.Where(id => nodes.Count(node => node is ScanNode && Makes(node, id)) == 1).ToHashSet();

        // Top down: a filter over a scan comes before the scan, and gives fewer keys.
        foreach (var node in nodes.Where(IsKeySide))
        {
            foreach (var column in node.Output.Where(column => left.Contains(column.Id)).ToArray())
            {
                var keys = await ReadAsync(node, column, connection, context, cancellationToken);
                if (keys is null) continue;
                filters.Add(column.Id, column.Type, keys);
                left.Remove(column.Id);
            }
        }
    }

    private static bool Makes(PlanNode node, ColumnId id) => node.Output.Any(column => column.Id == id);

    // A filter that decides anew each time it runs, or by rows around it, has not the keys that the statement will have.
    private static bool IsKeySide(PlanNode node) =>
        node is ScanNode { Table.Source: TableHandle.LocalSource }
        || (node is FilterNode { Input: ScanNode { Table.Source: TableHandle.LocalSource } scan } filter && IsRepeatable(filter.Predicate, scan));

    private static bool IsRepeatable(Expression predicate, ScanNode scan) => predicate.SelfAndDescendants().All(expression => expression switch
    {
        ColumnExpression column => Makes(scan, column.Id),
        CallExpression call => call.Function.Volatility != Volatility.Volatile,
        _ => ExpressionWalk.SubqueriesOf(expression) is null,
    });

    /// <summary>The distinct values, or null when the engine cannot be asked for them.</summary>
    private static async Task<IReadOnlyList<RecordBatch>?> ReadAsync(
        PlanNode node, OutputColumn column, DuckDbConnection connection, StatementContext context, CancellationToken cancellationToken)
    {
        var limit = new ConstantExpression(context.DynamicFilterMaxKeys + 1L, SqlType.Int8);
        var query = new LimitNode(new DistinctNode(new ProjectNode(node, [ProjectItem.Pass(column)])), limit, Offset: null);
        var written = QueryWriter.Write(query, context.EngineDialect, new QueryWriterOptions());
        if (written.Refusal is not null) return null;
        await using var reader = connection.Query(written.Sql, ResultSchema.Of(query.Output), cancellationToken);
        List<RecordBatch> batches = [];
        try
        {
            while (await reader.ReadAsync(cancellationToken) is { } batch) batches.Add(batch);
            return batches;
        }
        catch
        {
            foreach (var batch in batches) batch.Dispose();
            throw;
        }
    }
}
