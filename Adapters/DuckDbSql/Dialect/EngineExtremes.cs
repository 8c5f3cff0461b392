using FederationGateway.Common;
using FederationGateway.Plan;
using SortKey = FederationGateway.Plan.SortKey;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// max() and min() over ordered windows of values that are equal and not the same: 30 days after 1 month. PostgreSQL answers the last of them in the frame, the engine any.
/// <code>
/// Window: max(x) OVER (ORDER BY o)   =>   Window: max(x, number) OVER (ORDER BY o)
///                                           Window: row_number() OVER (ORDER BY o) AS number
/// </code>
/// </summary>
internal static class EngineExtremes
{
    public static bool Applies(WindowItem item) =>
        item.Call is { IsAggregate: true, Function.Name: "min" or "max", OrderBy.IsEmpty: false, Arguments: [{ Type: var type }] }
        && Keys.Template(type) is { } key && key != Keys.Identity && !type.IsFloat && type.Kind != SqlTypeKind.BpChar;

    public static ProjectNode Rewrite(WindowNode window, ColumnIds ids)
    {
        var numbers = new Dictionary<(EquatableArray<Expression>, EquatableArray<SortKey>), WindowItem>();
        var items = window.Windows.Select(item => Applies(item) ? item with { Call = item.Call with { Arguments = [item.Call.Arguments[0], NumberOf(item.Call)] } } : item).ToEquatableArray();
        return new ProjectNode(new WindowNode(new WindowNode(window.Input, [.. numbers.Values]), items), window.Output.Select(ProjectItem.Pass).ToEquatableArray());

        ColumnExpression NumberOf(WindowCall call)
        {
            if (!numbers.TryGetValue((call.PartitionBy, call.OrderBy), out var number))
            {
                var rowNumber = new WindowCall(new FunctionReference("row_number", "row_number()"), [], SqlType.Int8, call.PartitionBy, call.OrderBy);
                numbers[(call.PartitionBy, call.OrderBy)] = number = new WindowItem(new OutputColumn(ids.Next(), "number", SqlType.Int8, false), rowNumber);
            }

            return number.Column.ToExpression();
        }
    }
}
