using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Executor.Remote;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>Keys for dynamic filters that come from local tables: asked of the store as distinct values before the sources are read.</summary>
internal static class LocalKeys
{
    public static async Task CollectAsync(PlanNode remainder, IReadOnlySet<ColumnId> wanted, DynamicFilters filters, StatementContext context, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0) return;
        foreach (var node in remainder.SelfAndDescendantsDeep())
        {
            // The deepest node that makes the column and reads the store alone gives the most selective keys: a filter over a scan.
            if (!IsKeySide(node)) continue;
            foreach (var column in node.Output.Where(column => wanted.Contains(column.Id)).ToArray())
                filters.Add(column.Id, column.Type, await ReadAsync(node, column, context, cancellationToken));
        }
    }

    private static bool IsKeySide(PlanNode node) => node is ScanNode { Table.Source: TableHandle.LocalSource } or FilterNode { Input: ScanNode { Table.Source: TableHandle.LocalSource } };

    private static async Task<IReadOnlyList<RecordBatch>> ReadAsync(PlanNode node, OutputColumn column, StatementContext context, CancellationToken cancellationToken)
    {
        var limit = new ConstantExpression(context.DynamicFilterMaxKeys + 1L, SqlType.Int8);
        var query = new LimitNode(new DistinctNode(new ProjectNode(node, [ProjectItem.Pass(column)])), limit, Offset: null);
        var written = QueryWriter.Write(query, context.EngineDialect, new QueryWriterOptions());
        if (written.Refusal is not null) return [];
        using var store = context.ConnectToStore();
        await using var reader = store.Connection.Query(written.Sql, ResultSchema.Of(query.Output), cancellationToken);
        List<RecordBatch> batches = [];
        while (await reader.ReadAsync(cancellationToken) is { } batch) batches.Add(batch);
        return batches;
    }
}
