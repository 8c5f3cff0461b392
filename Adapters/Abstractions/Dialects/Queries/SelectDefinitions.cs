using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>Adding computed columns to a SELECT, and asking whether its columns may be written out where they are used.</summary>
internal static class SelectDefinitions
{
    /// <summary>A text longer than this is not written twice; see <see cref="CanReferTo"/>.</summary>
    private const int RepeatableWeight = 24;

    public static void Define(this SelectBlock block, ColumnId id, Expression expression) =>
        block.Definitions[id] = new ExpressionDefinition(expression, block.WeightOf(expression));

    public static void Define(this SelectBlock block, AggregateItem item)
    {
        var expressions = new AggregateDefinition(item.Call, 1).Expressions;
        block.Definitions[item.Column.Id] = new AggregateDefinition(item.Call, 1 + expressions.Sum(block.WeightOf));
    }

    public static void Define(this SelectBlock block, WindowItem item)
    {
        block.Windows.Add(item);
        block.Definitions[item.Column.Id] = new WindowDefinition(item.Call, 1 + new WindowDefinition(item.Call, 1).Expressions.Sum(block.WeightOf));
    }

    /// <summary>
    /// True when the expressions may be written in this SELECT, every computed column they read being written out in place. Not so when that would evaluate
    /// a volatile function or a query again, multiply long texts, or put what this SELECT computes into a nested query.
    /// </summary>
    /// <param name="isSelectList">The expressions replace the select list: passing a column on writes it no second time.</param>
    public static bool CanReferTo(this SelectBlock block, IReadOnlyCollection<Expression> expressions, bool isSelectList = false)
    {
        var isPassing = isSelectList && expressions.All(expression => expression is ColumnExpression);
        var seen = new HashSet<ColumnId>();
        foreach (var column in expressions.SelectMany(ExpressionWalk.Columns))
        {
            if (!block.Definitions.TryGetValue(column.Id, out var definition)) continue;
            var isFirst = seen.Add(column.Id);
            if (definition is ExpressionDefinition { IsTrivial: true }) continue;
            if (definition is ExpressionDefinition { IsSingular: true } && !(isPassing && isFirst)) return false;
            if (!isFirst && definition.Weight > RepeatableWeight) return false;
        }

        return !expressions.Any(expression => ReadsComputedInQuery(block, expression) || SearchesListOfWindow(block, expression));
    }

    // A dialect may search an array with a function of its elements, and that is no place for a window: the embedded engine fails there.
    private static bool SearchesListOfWindow(SelectBlock block, Expression expression) =>
        expression.SelfAndDescendants().Any(node => ExpressionWalk.ChildrenOf(node).Any(operand => operand.Type.Kind == SqlTypeKind.Array)
            && ExpressionWalk.Columns(node).Any(column => IsWindow(block, column)));

    private static bool IsWindow(SelectBlock block, ColumnExpression column) => block.Definitions.GetValueOrDefault(column.Id) switch
    {
        WindowDefinition => true,
        ExpressionDefinition { Expression: var made } => ExpressionWalk.Columns(made).Any(inner => inner.Id != column.Id && IsWindow(block, inner)),
        _ => false,
    };

    private static bool ReadsComputedInQuery(SelectBlock block, Expression expression) =>
        expression.SelfAndDescendants().Any(node => ExpressionWalk.SubqueriesOf(node) is { } query
            && query.AllExpressions().Concat(RowOf(node)).SelectMany(ExpressionWalk.Columns).Any(column => IsComputed(block, column)));

    // A dialect may search for a row inside the query.
    private static EquatableArray<Expression> RowOf(Expression node) => node is QuantifiedSubqueryExpression { Values: { Count: > 1 } row } ? row : [];

    // Another name of a computed column is written out as what it computes: inside a query, an aggregate would be that query's.
    private static bool IsComputed(SelectBlock block, ColumnExpression column) => block.Definitions.GetValueOrDefault(column.Id) switch
    {
        null => false,
        ExpressionDefinition { Expression: ColumnExpression named } => IsComputed(block, named),
        ExpressionDefinition { IsTrivial: true } => false,
        _ => true,
    };

    /// <summary>True for a key that has one value in all rows. Written as a bare literal, ORDER BY and GROUP BY would take it for a column's position.</summary>
    public static bool IsConstant(this SelectBlock block, Expression key) => key.SelfAndDescendants().All(part => part switch
    {
        ColumnExpression column => block.Definitions.GetValueOrDefault(column.Id) is ExpressionDefinition made && block.IsConstant(made.Expression),
        CallExpression call => call.Function.Volatility != Volatility.Volatile,
        _ => ExpressionWalk.SubqueriesOf(part) is null,
    });

    /// <summary>True when the expressions, written out, have a column of this SELECT's own FROM; all others are columns of enclosing queries.</summary>
    public static bool ReadsFrom(this SelectBlock block, IEnumerable<Expression> expressions)
    {
        var own = block.From?.Columns.Select(column => column.Id).ToHashSet() ?? [];
        return expressions.Any(Reads);
        bool Reads(Expression expression) => ExpressionWalk.Columns(expression).Any(column =>
            own.Contains(column.Id) || (block.Definitions.TryGetValue(column.Id, out var definition) && definition.Expressions.Any(Reads)));
    }

    public static int WeightOf(this SelectBlock block, Expression expression)
    {
        var weight = 0;
        foreach (var node in expression.SelfAndDescendants())
        {
            weight++;
            if (node is ColumnExpression column && block.Definitions.TryGetValue(column.Id, out var definition)) weight += definition.Weight;
        }

        return weight;
    }
}
