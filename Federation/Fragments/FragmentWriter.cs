using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Federation;

/// <summary>From a plan's <see cref="RemoteNode"/> to the statement its source receives.</summary>
public static class FragmentWriter
{
    /// <summary>Writes the fragment with its parameters where the source takes them, else with their values in the text.</summary>
    public static RemoteStatement Write(RemoteNode node, LiveSource live, EquatableArray<ConstantExpression> parameters, double? estimatedRows)
    {
        var dialect = live.Adapter.Dialect;
        var fragment = live.Capabilities.Has(Capability.Parameters) ? node.Fragment : WithValues(node.Fragment, parameters);
        var options = new QueryWriterOptions { StarForAllColumns = !live.Capabilities.Has(Capability.Project) };
        var written = QueryWriter.Write(fragment, dialect, options);
        if (written.Refusal is { } refusal)
            throw new GatewayException(SqlState.InternalError, $"a fragment planned for source \"{node.Source}\" cannot be written") { Detail = refusal.Message };

        return new RemoteStatement(written.Sql, fragment, SchemaOf(node), written.Parameters.Select(parameter => ValueOf(parameter, parameters)).ToEquatableArray())
        {
            EstimatedRows = estimatedRows,
            IsOrdered = IsOrdered(fragment),
            WithCondition = QueryWriter.CanRestrict(fragment)
                ? condition => QueryWriter.Write(fragment, dialect, options with { Condition = condition }).Sql
                : null,
        };
    }

    /// <summary>The text alone, parameters as such, for EXPLAIN; a dynamic filter shows as a condition that holds.</summary>
    public static string Text(RemoteNode node, LiveSource live) =>
        QueryWriter.Write(node.Fragment, live.Adapter.Dialect, new QueryWriterOptions { StarForAllColumns = !live.Capabilities.Has(Capability.Project) }).Sql;

    private static Schema SchemaOf(RemoteNode node) => new(node.Output.Select(column => new Field(column.Name, column.Type, column.IsNullable)).ToEquatableArray());

    private static bool IsOrdered(PlanNode fragment) => fragment is SortNode or LimitNode { Input: SortNode } or ProjectNode { Input: SortNode or LimitNode };

    private static PlanNode WithValues(PlanNode fragment, EquatableArray<ConstantExpression> parameters) =>
        fragment.RewriteDeep(node => node, expression => expression is ParameterExpression parameter ? ValueOf(parameter, parameters) : expression);

    private static ConstantExpression ValueOf(ParameterExpression parameter, EquatableArray<ConstantExpression> parameters) =>
        parameters[parameter.Number - 1] with { ConstantType = parameter.Type };
}
