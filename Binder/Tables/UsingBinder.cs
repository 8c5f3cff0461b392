using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Tables;

/// <summary>A column name of USING with the column of each side, and their places among the sides' visible columns.</summary>
internal sealed record UsingPair(Ast.Identifier Name, ScopeColumn Left, int LeftIndex, ScopeColumn Right, int RightIndex);

/// <summary>USING: the columns of both sides that must be equal and are seen as one.</summary>
internal static class UsingBinder
{
    public static UsingPair Match(Ast.Identifier name, Ast.JoinedTable join, BoundTable left, BoundTable right)
    {
        if (join.Using.Count(other => other.Text == name.Text) > 1)
            throw new GatewayException(SqlState.DuplicateColumn, $"column name \"{name}\" appears more than once in USING clause") { Position = name.Span.Start };
        var (leftColumn, leftIndex) = Find(name, left, "left", join);
        var (rightColumn, rightIndex) = Find(name, right, "right", join);
        return new UsingPair(name, leftColumn, leftIndex, rightColumn, rightIndex);
    }

    /// <summary>All pairs equal; null when there are none.</summary>
    public static Expression? Condition(IReadOnlyList<UsingPair> pairs, FromPlace place)
    {
        if (pairs.Count == 0) return null;
        return ExpressionWalk.And(pairs.Select(pair => place.State.Operators.Bind("=", pair.Left.Value, pair.Right.Value, pair.Name.Span.Start)).ToList());
    }

    /// <summary>The column both become: the side that cannot be null-filled, and for FULL whichever is there.</summary>
    public static ScopeColumn Merge(UsingPair pair, Ast.JoinType type, FromPlace place)
    {
        var (left, right) = (pair.Left.Value, pair.Right.Value);
        var values = place.State.Coercion.Unify([left, right], "JOIN/USING", out _, pair.Name.Span.Start);
        var value = type switch
        {
            Ast.JoinType.Full => place.State.Functions.Call("coalesce", [.. values.Select(AsNullable)], pair.Name.Span.Start),
            Ast.JoinType.Right => values[1],
            Ast.JoinType.Left => values[0],
            _ => values[0] is ColumnExpression || values[1] is not ColumnExpression ? values[0] : values[1],
        };
        return new ScopeColumn(pair.Left.Name, value);
    }

    private static Expression AsNullable(Expression value) => value is ColumnExpression column ? column with { IsNullable = true } : value;

    private static (ScopeColumn Column, int Index) Find(Ast.Identifier name, BoundTable table, string side, Ast.JoinedTable join)
    {
        var columns = table.VisibleColumns.Select((column, index) => (Column: column, Index: index)).ToList();
        var found = columns.FindAll(item => item.Column.Name == name.Text);
        if (found.Count == 0) found = columns.FindAll(item => string.Equals(item.Column.Name, name.Text, StringComparison.OrdinalIgnoreCase));
        var position = join.Natural ? join.Span.Start : name.Span.Start;
        return found.Count switch
        {
            1 => found[0],
            0 => throw new GatewayException(SqlState.UndefinedColumn, $"column \"{name}\" specified in USING clause does not exist in {side} table") { Position = position },
            _ => throw new GatewayException(SqlState.AmbiguousColumn, $"common column name \"{name}\" appears more than once in {side} table") { Position = position },
        };
    }
}
