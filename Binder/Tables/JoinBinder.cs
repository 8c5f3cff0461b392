using System.Diagnostics;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Tables;

/// <summary>Joins with ON, USING and NATURAL.</summary>
internal static class JoinBinder
{
    public static BoundTable Bind(Ast.JoinedTable join, FromPlace place)
    {
        var (left, right) = BindSides(join, place);
        FromBinder.RequireDistinctNames(left.Relations, right.Relations, join.Right.Span);
        var names = join.Natural ? CommonNames(left, right) : join.Using;
        var merged = names.Select(name => UsingBinder.Match(name, join, left, right)).ToList();
        var condition = join.On is null ? UsingBinder.Condition(merged, place) : BindCondition(join.On, place.JoinScope(left, right));
        var kind = Kind(join.Type, condition);
        var isLateral = right.IsLateral && FromBinder.ReadsColumnsOf(right.Plan, left.Plan);
        var plan = new JoinNode(kind, left.Plan, right.Plan, kind == JoinKind.Cross ? null : condition ?? ConstantExpression.True, isLateral);

        if (join.Type is Ast.JoinType.Right or Ast.JoinType.Full) left = left.AsNullable();
        if (join.Type is Ast.JoinType.Left or Ast.JoinType.Full) right = right.AsNullable();
        var table = new BoundTable(plan, Relations(join, left, right, merged, place)) { IsLateral = left.IsLateral || right.IsLateral };
        return TableAliases.Apply(table, join.Alias);
    }

    private static (BoundTable Left, BoundTable Right) BindSides(Ast.JoinedTable join, FromPlace place)
    {
        var scope = place.Query;
        BoundTable left, right;
        using (RecursionGuard.Forbid(scope, join.Type is Ast.JoinType.Right or Ast.JoinType.Full, "within an outer join")) left = FromBinder.Bind(join.Left, place);
        var rightPlace = join.Type is Ast.JoinType.Right or Ast.JoinType.Full ? place.Behind(left) : place.After(left);
        using (RecursionGuard.Forbid(scope, join.Type is Ast.JoinType.Left or Ast.JoinType.Full, "within an outer join")) right = FromBinder.Bind(join.Right, rightPlace);
        return (left, right);
    }

    private static Expression BindCondition(Ast.SyntaxExpression condition, Scope scope) => ExpressionBinder.BindBoolean(condition, scope, "JOIN/ON");

    private static JoinKind Kind(Ast.JoinType type, Expression? condition) => type switch
    {
        Ast.JoinType.Cross => JoinKind.Cross,
        Ast.JoinType.Inner when condition is null => JoinKind.Cross,
        Ast.JoinType.Inner => JoinKind.Inner,
        Ast.JoinType.Left => JoinKind.Left,
        Ast.JoinType.Right => JoinKind.Right,
        Ast.JoinType.Full => JoinKind.Full,
        _ => throw new UnreachableException(),
    };

    private static EquatableArray<Ast.Identifier> CommonNames(BoundTable left, BoundTable right)
    {
        var names = right.VisibleColumns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return left.VisibleColumns.Where(column => names.Contains(column.Name)).Select(column => new Ast.Identifier(column.Name, true, default)).ToEquatableArray();
    }

    /// <summary>With merged columns the join itself is what shows columns: the merged ones, then the rest of both sides.</summary>
    private static EquatableArray<ScopeRelation> Relations(Ast.JoinedTable join, BoundTable left, BoundTable right, List<UsingPair> pairs, FromPlace place)
    {
        EquatableArray<ScopeRelation> sides = [.. left.Relations, .. right.Relations];
        if (pairs.Count == 0) return sides;
        var merged = pairs.Select(pair => UsingBinder.Merge(pair, join.Type, place)).ToEquatableArray();
        var leftRest = left.VisibleColumns.Where((_, index) => pairs.All(pair => pair.LeftIndex != index));
        var rightRest = right.VisibleColumns.Where((_, index) => pairs.All(pair => pair.RightIndex != index));
        var whole = new ScopeRelation([], [.. merged, .. leftRest, .. rightRest]) { IsNamed = false };
        IEnumerable<ScopeRelation> hidden = sides.Select(relation => relation with { ShowsColumns = false }).Where(relation => relation.IsNamed);
        if (join.UsingAlias is { } alias) hidden = hidden.Append(new ScopeRelation([alias.Text], merged) { ShowsColumns = false, IsAliased = true });
        return [.. hidden, whole];
    }
}
