using System.Globalization;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>ORDER BY, GROUP BY and DISTINCT ON items that mean a column of the select list: its name, or its number.</summary>
internal static class OutputNames
{
    /// <summary>The column meant, or null when the item is an expression. 42P10 for a number out of range, 42702 for a name of several columns.</summary>
    /// <param name="inputs">With it, a column of FROM hides an output name, as in GROUP BY.</param>
    public static TargetItem? Find(Ast.SyntaxExpression item, IReadOnlyList<TargetItem> items, string clause, Scope? inputs = null) => item switch
    {
        Ast.ColumnReference { Name.Parts: [var name] } when inputs is null || NameResolver.FindOwn(name, inputs) is null => ByName(name, items, clause),
        Ast.NumberLiteral number => ByNumber(number, items, clause),
        Ast.UnaryExpression { Operator.Symbol: "-", Operand: Ast.NumberLiteral { IsInteger: true } number } =>
            throw new GatewayException(SqlState.InvalidColumnReference, $"{clause} position -{number.Text} is not in select list") { Position = item.Span.Start },
        Ast.StringLiteral or Ast.BooleanLiteral or Ast.NullLiteral =>
            throw new GatewayException(SqlState.SyntaxError, $"non-integer constant in {clause}") { Position = item.Span.Start },
        _ => null,
    };

    private static TargetItem? ByName(Ast.Identifier name, IReadOnlyList<TargetItem> items, string clause) =>
        ByName(name, items, clause, StringComparison.Ordinal) ?? ByName(name, items, clause, StringComparison.OrdinalIgnoreCase);

    private static TargetItem? ByName(Ast.Identifier name, IReadOnlyList<TargetItem> items, string clause, StringComparison comparison)
    {
        TargetItem? found = null;
        foreach (var item in items)
        {
            if (item.IsHidden || !string.Equals(item.Name, name.Text, comparison)) continue;
            if (found is not null && !found.Expression.Equals(item.Expression))
                throw new GatewayException(SqlState.AmbiguousColumn, $"{clause} \"{name}\" is ambiguous") { Position = name.Span.Start };
            found ??= item;
        }

        return found;
    }

    private static TargetItem ByNumber(Ast.NumberLiteral number, IReadOnlyList<TargetItem> items, string clause)
    {
        if (!number.IsInteger) throw new GatewayException(SqlState.SyntaxError, $"non-integer constant in {clause}") { Position = number.Span.Start };
        var visible = items.Where(item => !item.IsHidden).ToList();
        return int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position >= 1 && position <= visible.Count
            ? visible[position - 1]
            : throw new GatewayException(SqlState.InvalidColumnReference, $"{clause} position {number.Text} is not in select list") { Position = number.Span.Start };
    }
}
