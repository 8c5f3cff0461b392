using System.Diagnostics;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

/// <summary>An expression's shape as nested lists, operator first: <c>a + b * c</c> is <c>(+ a (* b c))</c>.</summary>
internal static class Outline
{
    public static string Of(SyntaxExpression? expression) => expression switch
    {
        null => "-",
        NullLiteral => "null",
        BooleanLiteral b => b.Value ? "true" : "false",
        NumberLiteral n => n.Text,
        StringLiteral s => $"'{s.Value}'",
        BitStringLiteral b => (b.Hexadecimal ? "x" : "b") + b.Digits,
        TypedLiteral t => $"(typed {Of(t.Type)} '{t.Value}')",
        DefaultExpression => "default",
        ColumnReference c => c.Name.ToString(),
        StarExpression s => s.Qualifier is null ? "*" : $"{s.Qualifier}.*",
        ParameterReference p => $"${p.Number}",
        SubscriptExpression s => List("at", Of(s.Operand), Of(s.Index)),
        SliceExpression s => List("slice", Of(s.Operand), Of(s.Lower), Of(s.Upper)),
        FieldExpression f => List("field", Of(f.Operand), f.Field.Text),
        FieldStarExpression f => List("field", Of(f.Operand), "*"),
        UnaryExpression u => List(u.Operator.ToString(), Of(u.Operand)),
        BinaryExpression b => List(b.Operator.ToString(), Of(b.Left), Of(b.Right)),
        LogicalExpression l => List(l.Operator == LogicalOperator.And ? "and" : "or", [.. l.Operands.Select(Of)]),
        NotExpression n => List("not", Of(n.Operand)),
        IsExpression i => List((i.Negated ? "isnot" : "is") + i.Test, Of(i.Operand)),
        IsDistinctExpression d => List(d.Negated ? "notdistinct" : "distinct", Of(d.Left), Of(d.Right)),
        BetweenExpression b => List((b.Negated ? "notbetween" : "between") + (b.Symmetric ? "-symmetric" : ""), Of(b.Operand), Of(b.Low), Of(b.High)),
        LikeExpression l => List((l.Negated ? "not" : "") + l.Kind, Of(l.Operand), Of(l.Pattern), Of(l.Escape)),
        InListExpression i => List(i.Negated ? "notin" : "in", [Of(i.Operand), .. i.Items.Select(Of)]),
        InSubqueryExpression i => List(i.Negated ? "notin" : "in", Of(i.Operand), "query"),
        CastExpression c => List("cast", Of(c.Operand), Of(c.Type)),
        CollateExpression c => List("collate", Of(c.Operand), c.Collation.ToString()),
        SubqueryExpression => "query",
        ExistsExpression => "(exists query)",
        ArraySubqueryExpression => "(array query)",
        QuantifiedSubqueryExpression q => List($"{q.Operator} {q.Quantifier}", Of(q.Left), "query"),
        QuantifiedArrayExpression q => List($"{q.Operator} {q.Quantifier}", Of(q.Left), Of(q.Array)),
        RowExpression r => List("row", [.. r.Items.Select(Of)]),
        ArrayExpression a => List("array", [.. a.Items.Select(Of)]),
        CaseExpression c => List("case", [Of(c.Operand), .. c.Branches.Select(b => $"{Of(b.When)}:{Of(b.Then)}"), Of(c.Else)]),
        GroupingExpression g => List("grouping", [.. g.Arguments.Select(Of)]),
        FunctionCall f => Of(f),
        _ => throw new UnreachableException(expression.GetType().Name),
    };

    public static string Of(TypeName type) =>
        type.Name
        + (type.Modifiers.IsEmpty ? "" : $"({string.Join(",", type.Modifiers.Select(Of))})")
        + (type.IntervalFields == IntervalFields.All ? "" : " " + type.IntervalFields)
        + string.Concat(Enumerable.Repeat("[]", type.ArrayDimensions));

    private static string Of(FunctionCall call)
    {
        List<string> parts = [.. call.Arguments.Select(argument => (argument.Name is null ? "" : argument.Name + "=>") + Of(argument.Value))];
        if (call.Star) parts.Add("*");
        if (call.Distinct) parts.Insert(0, "distinct");
        if (call.Variadic) parts.Add("variadic");
        if (!call.OrderBy.IsEmpty) parts.Add($"{(call.WithinGroup ? "within" : "order")}:{string.Join(",", call.OrderBy.Select(item => Of(item.Expression)))}");
        if (call.Filter is not null) parts.Add($"filter:{Of(call.Filter)}");
        if (call.Over is NamedWindowReference named) parts.Add($"over:{named.Name}");
        if (call.Over is WindowSpecification window)
            parts.Add($"over:{string.Join(",", window.PartitionBy.Select(Of))}/{string.Join(",", window.OrderBy.Select(item => Of(item.Expression)))}");
        return List(call.Name.ToString(), [.. parts]);
    }

    private static string List(string head, params string[] parts) => parts.Length == 0 ? $"({head})" : $"({head} {string.Join(' ', parts)})";
}
