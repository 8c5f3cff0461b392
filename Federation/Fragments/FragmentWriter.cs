using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Federation;

/// <summary>From a plan's <see cref="RemoteNode"/> to the statement its source receives.</summary>
public static class FragmentWriter
{
    /// <summary>Writes the fragment with its parameters where the source takes them, else with their values in the text.</summary>
    /// <param name="texts">Texts of the plan that <paramref name="node"/> is part of; null when it is written for this run alone.</param>
    public static RemoteStatement Write(RemoteNode node, LiveSource live, EquatableArray<ConstantExpression> parameters, double? estimatedRows, FragmentTexts? texts)
    {
        var takesParameters = live.Capabilities.Has(Capability.Parameters);
        var text = texts is not null && (takesParameters || parameters.IsEmpty)
            ? texts.Get(node, live)
            : WriteText(node, takesParameters ? node.Fragment : WithValues(node.Fragment, parameters), live);
        return new RemoteStatement(text.Sql, text.Fragment, text.Schema, ValuesOf(text.Parameters, parameters))
        {
            EstimatedRows = estimatedRows,
            IsOrdered = text.IsOrdered,
            WithCondition = text.WithCondition,
        };
    }

    internal static FragmentText WriteText(RemoteNode node, PlanNode fragment, LiveSource live)
    {
        var dialect = live.Adapter.Dialect;
        var options = new QueryWriterOptions { StarForAllColumns = !live.Capabilities.Has(Capability.Project) };
        var written = QueryWriter.Write(fragment, dialect, options);
        if (written.Refusal is { } refusal)
            throw new GatewayException(SqlState.InternalError, $"a fragment planned for source \"{node.Source}\" cannot be written") { Detail = refusal.Message };
        return new FragmentText(
            written.Sql, fragment, SchemaOf(node), written.Parameters, IsOrdered(fragment),
            QueryWriter.CanRestrict(fragment) ? condition => QueryWriter.Write(fragment, dialect, options with { Condition = condition }).Sql : null);
    }

    /// <summary>A change of one of the source's tables; its <see cref="ChangeStatement.Source"/> is a query of that source.</summary>
    public static RemoteStatement Write(ChangeStatement change, LiveSource live, EquatableArray<ConstantExpression> parameters)
    {
        var written = ChangeWriter.Write(live.Capabilities.Has(Capability.Parameters) ? change : WithValues(change, parameters), live.Adapter.Dialect);
        if (written.Refusal is { } refusal)
            throw new GatewayException(SqlState.FeatureNotSupported, $"the rows cannot be written to remote source \"{change.Table.Source}\"") { Detail = $"{refusal.Code}: {refusal.Message}.", Hint = refusal.Hint };
        var schema = new Schema(change.Returning.Select(item => new Field(item.Column.Name, item.Column.Type, item.Column.IsNullable)).ToEquatableArray());
        return new RemoteStatement(written.Sql, change.Source, schema, ValuesOf(written.Parameters, parameters));
    }

    /// <summary>TRUNCATE of tables of the source.</summary>
    public static RemoteStatement WriteTruncate(IReadOnlyList<TableHandle> tables, bool restartIdentity, bool cascade, LiveSource live) =>
        new(live.Adapter.Dialect.Truncate(tables, restartIdentity, cascade), ValuesNode.OneRow, new Schema([]));

    /// <summary>The text alone, parameters as such, for EXPLAIN; a dynamic filter shows as a condition that holds.</summary>
    public static string Text(RemoteNode node, LiveSource live) =>
        QueryWriter.Write(node.Fragment, live.Adapter.Dialect, new QueryWriterOptions { StarForAllColumns = !live.Capabilities.Has(Capability.Project) }).Sql;

    private static Schema SchemaOf(RemoteNode node) => new(node.Output.Select(column => new Field(column.Name, column.Type, column.IsNullable)).ToEquatableArray());

    private static bool IsOrdered(PlanNode fragment) => fragment is SortNode or LimitNode { Input: SortNode } or ProjectNode { Input: SortNode or LimitNode };

    private static PlanNode WithValues(PlanNode fragment, EquatableArray<ConstantExpression> parameters) =>
        fragment.RewriteDeep(node => node, expression => expression is ParameterExpression parameter ? ValueOf(parameter, parameters) : expression);

    private static ChangeStatement WithValues(ChangeStatement change, EquatableArray<ConstantExpression> parameters)
    {
        Expression Value(Expression expression) => expression.Rewrite(part => part is ParameterExpression parameter ? ValueOf(parameter, parameters) : part);
        var written = change with { Source = WithValues(change.Source, parameters), Returning = change.Returning.Select(item => item with { Expression = Value(item.Expression) }).ToEquatableArray() };
        return written switch
        {
            InsertStatement { OnConflict: { } conflict } insert => insert with { OnConflict = conflict.Map(Value) },
            MergeStatement merge => merge.Map(Value),
            _ => written,
        };
    }

    private static EquatableArray<ConstantExpression> ValuesOf(IReadOnlyList<ParameterExpression> used, EquatableArray<ConstantExpression> parameters)
    {
        if (used.Count == 0) return [];
        var values = new ConstantExpression[used.Count];
        for (var i = 0; i < values.Length; i++) values[i] = ValueOf(used[i], parameters);
        return [.. values];
    }

    private static ConstantExpression ValueOf(ParameterExpression parameter, EquatableArray<ConstantExpression> parameters) =>
        parameters[parameter.Number - 1] with { ConstantType = parameter.Type };
}
