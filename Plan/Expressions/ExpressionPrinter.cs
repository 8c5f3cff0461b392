using System.Diagnostics;
using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>Expressions as EXPLAIN shows them: SQL-like, names instead of ids, implicit casts left out.</summary>
public static class ExpressionPrinter
{
    public static string Print(Expression expression) => expression switch
    {
        ColumnExpression column => column.Name,
        ConstantExpression constant => Print(constant),
        ParameterExpression parameter => string.Create(CultureInfo.InvariantCulture, $"${parameter.Number}"),
        LogicalExpression logical => string.Join(logical.Operator == LogicalOperator.And ? " AND " : " OR ", logical.Operands.Select(Operand)),
        NotExpression not => $"NOT {Operand(not.Operand)}",
        ComparisonExpression comparison => $"{Operand(comparison.Left)} {Symbol(comparison.Operator)} {Operand(comparison.Right)}",
        ArithmeticExpression arithmetic => $"{Operand(arithmetic.Left)} {Symbol(arithmetic.Operator)} {Operand(arithmetic.Right)}",
        NegateExpression negate => $"-{Operand(negate.Operand)}",
        IsNullExpression isNull => $"{Operand(isNull.Operand)} IS {(isNull.IsNegated ? "NOT " : "")}NULL",
        IsBooleanExpression isBoolean => $"{Operand(isBoolean.Operand)} IS {(isBoolean.IsNegated ? "NOT " : "")}{(isBoolean.Value ? "TRUE" : "FALSE")}",
        LikeExpression like => $"{Operand(like.Value)} {(like.IsNegated ? "NOT " : "")}{(like.IsCaseInsensitive ? "ILIKE" : "LIKE")} {Operand(like.Pattern)}",
        InListExpression inList => $"{Operand(inList.Value)} {(inList.IsNegated ? "NOT " : "")}IN ({Some(inList.Items)})",
        CaseExpression @case => Print(@case),
        CastExpression cast => cast.IsExplicit ? $"{Operand(cast.Operand)}::{cast.TargetType}" : Print(cast.Operand),
        CallExpression call => Print(call),
        ArrayExpression array => $"ARRAY[{Some(array.Items)}]",
        SubscriptExpression subscript => $"{Operand(subscript.Array)}[{Print(subscript.Index)}]",
        SliceExpression slice => $"{Operand(slice.Array)}[{(slice.From is null ? "" : Print(slice.From))}:{(slice.To is null ? "" : Print(slice.To))}]",
        RowExpression row => $"ROW({Some(row.Items)})",
        QuantifiedArrayExpression q => $"{Operand(q.Value)} {Symbol(q.Operator)} {Word(q.Quantifier)} ({Print(q.Array)})",
        ScalarSubqueryExpression => "(subquery)",
        ArraySubqueryExpression => "ARRAY(subquery)",
        ExistsExpression exists => $"{(exists.IsNegated ? "NOT " : "")}EXISTS (subquery)",
        QuantifiedSubqueryExpression q => $"{Some(q.Values)} {Symbol(q.Operator)} {Word(q.Quantifier)} (subquery)",
        DynamicFilterExpression dynamicFilter => $"{Operand(dynamicFilter.Key)} IN (keys of {dynamicFilter.BuildName})",
        _ => throw new UnreachableException(),
    };

    public static string Print(SortKey key) =>
        Print(key.Expression) + (key.IsDescending ? " DESC" : "") + (key.NullsFirst == key.IsDescending ? "" : key.NullsFirst ? " NULLS FIRST" : " NULLS LAST");

    public static string Print(AggregateCall call)
    {
        var arguments = call.Arguments.IsEmpty && !call.IsWithinGroup ? "*" : string.Join(", ", call.Arguments.Select(Print));
        var order = call.OrderBy.IsEmpty ? "" : $" ORDER BY {string.Join(", ", call.OrderBy.Select(Print))}";
        var within = call.IsWithinGroup ? $") WITHIN GROUP ({order.TrimStart()}" : order;
        return $"{call.Function.Name}({(call.IsDistinct ? "DISTINCT " : "")}{arguments}{within}){(call.Filter is null ? "" : $" FILTER (WHERE {call.Filter})")}";
    }

    public static string Print(WindowCall call)
    {
        List<string> parts = [];
        if (!call.PartitionBy.IsEmpty) parts.Add($"PARTITION BY {string.Join(", ", call.PartitionBy)}");
        if (!call.OrderBy.IsEmpty) parts.Add($"ORDER BY {string.Join(", ", call.OrderBy.Select(Print))}");
        if (call.Frame is { } frame) parts.Add($"{frame.Mode.ToString().ToUpperInvariant()} BETWEEN {Print(frame.Start)} AND {Print(frame.End)}");
        return $"{call.Function.Name}({string.Join(", ", call.Arguments)}) OVER ({string.Join(" ", parts)})";
    }

    public static string Symbol(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
        ComparisonOperator.IsDistinctFrom => "IS DISTINCT FROM",
        ComparisonOperator.IsNotDistinctFrom => "IS NOT DISTINCT FROM",
        _ => throw new UnreachableException(),
    };

    public static string Symbol(ArithmeticOperator op) => op switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        ArithmeticOperator.Divide => "/",
        ArithmeticOperator.Modulo => "%",
        _ => throw new UnreachableException(),
    };

    private static string Word(Quantifier quantifier) => quantifier == Quantifier.Any ? "ANY" : "ALL";

    private static string Operand(Expression expression) => expression switch
    {
        LogicalExpression or ComparisonExpression or ArithmeticExpression or NotExpression or LikeExpression or InListExpression or IsNullExpression => $"({Print(expression)})",
        CastExpression { IsExplicit: false } cast => Operand(cast.Operand),
        CallExpression { Function.IsOperator: true } => $"({Print(expression)})",
        _ => Print(expression),
    };

    private static string Print(CallExpression call) => call.Function.IsOperator switch
    {
        true when call.Arguments.Count == 2 => $"{Operand(call.Arguments[0])} {call.Function.Name} {Operand(call.Arguments[1])}",
        true => call.Function.Name + string.Concat(call.Arguments.Select(Operand)),
        _ => $"{call.Function.Name}({string.Join(", ", call.Arguments.Select(Print))})",
    };

    private static string Print(CaseExpression @case) =>
        $"CASE {string.Join(" ", @case.Branches.Select(branch => $"WHEN {Print(branch.Condition)} THEN {Print(branch.Result)}"))}{(@case.Else is null ? "" : $" ELSE {Print(@case.Else)}")} END";

    private static string Print(FrameBound bound) => bound.Kind switch
    {
        FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
        FrameBoundKind.Preceding => $"{bound.Offset} PRECEDING",
        FrameBoundKind.CurrentRow => "CURRENT ROW",
        FrameBoundKind.Following => $"{bound.Offset} FOLLOWING",
        FrameBoundKind.UnboundedFollowing => "UNBOUNDED FOLLOWING",
        _ => throw new UnreachableException(),
    };

    // A list of a hundred thousand literals would make the plan unreadable.
    private static string Some(EquatableArray<Expression> items) =>
        items.Count <= 8 ? string.Join(", ", items.Select(Print)) : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", items.Take(8).Select(Print))}, … {items.Count - 8} more");

    private static string Print(ConstantExpression constant) => constant.Value switch
    {
        null => "NULL",
        bool value => value ? "true" : "false",
        string text when constant.Type.Kind == SqlTypeKind.Numeric => text,
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => ConstantText.Format(constant) is var text && (constant.Type.IsNumber || constant.Type.IsOidLike) ? text : $"'{text}'::{constant.Type}",
    };
}
