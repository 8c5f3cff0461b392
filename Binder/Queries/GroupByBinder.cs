using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>A grouping expression and the name its column gets.</summary>
internal sealed record GroupKey(string Name, Expression Value);

/// <summary>What GROUP BY asks for.</summary>
/// <param name="Sets">Lists of indexes into <paramref name="Keys"/>; null when there is just the one set of all keys.</param>
internal sealed record GroupKeys(List<GroupKey> Keys, List<int[]>? Sets)
{
    public static GroupKeys None => new([], null);
}

/// <summary>GROUP BY: expressions, output names and ordinals, and GROUPING SETS multiplied out.</summary>
internal sealed class GroupByBinder
{
    private const int MaxSets = 4096;
    private readonly List<GroupKey> _keys = [];
    private readonly List<TargetItem> _items;
    private readonly Scope _scope;

    private GroupByBinder(List<TargetItem> items, Scope scope) => (_items, _scope) = (items, scope);

    public static GroupKeys Bind(Ast.GroupByClause clause, List<TargetItem> items, Scope scope)
    {
        scope.Place = ExpressionPlace.GroupBy;
        var binder = new GroupByBinder(items, scope);
        List<int[]> sets = [[]];
        foreach (var element in clause.Elements) sets = Multiply(sets, binder.SetsOf(element), clause.Span);
        if (clause.Distinct) sets = [.. sets.Select(set => set.Order().ToArray()).DistinctBy(set => string.Join(',', set))];
        var isPlain = sets.Count == 1 && sets[0].Length == binder._keys.Count;
        return new GroupKeys(binder._keys, isPlain ? null : sets);
    }

    /// <summary>The sets one element stands for: ROLLUP (a, b) is (a, b), (a), ().</summary>
    private List<int[]> SetsOf(Ast.GroupingElement element)
    {
        if (element is Ast.GroupingKeys keys) return [[.. keys.Keys.Select(KeyOf).Distinct()]];
        var sets = (Ast.GroupingSets)element;
        var parts = sets.Elements.Select(SetsOf).ToList();
        switch (sets.Kind)
        {
            case Ast.GroupingSetKind.Sets:
                return [.. parts.SelectMany(part => part)];
            case Ast.GroupingSetKind.Rollup:
                return [.. Enumerable.Range(0, parts.Count + 1).Select(left => Union(parts.Take(parts.Count - left).Select(part => part[0])))];
            default:
                if (parts.Count > 12) throw TooMany(sets.Span);
                return [.. Enumerable.Range(0, 1 << parts.Count).Select(mask => Union(parts.Where((_, i) => (mask & (1 << i)) == 0).Select(part => part[0])))];
        }
    }

    private static List<int[]> Multiply(List<int[]> left, List<int[]> right, TextSpan span)
    {
        if ((long)left.Count * right.Count > MaxSets) throw TooMany(span);
        return [.. from one in left from other in right select Union([one, other])];
    }

    private static int[] Union(IEnumerable<int[]> sets) => [.. sets.SelectMany(set => set).Distinct()];

    private int KeyOf(Ast.SyntaxExpression syntax)
    {
        var item = OutputNames.Find(syntax, _items, "GROUP BY", _scope);
        if (item is not null) item.Expression = _scope.State.Coercion.ResolveUnknown(item.Expression);
        var value = item?.Expression ?? _scope.State.Coercion.ResolveUnknown(ExpressionBinder.Bind(syntax, _scope));
        RequireGroupable(value, syntax);
        var index = _keys.FindIndex(key => key.Value.Equals(value));
        if (index >= 0) return index;
        _keys.Add(new GroupKey(item?.Name ?? ColumnNaming.Of(syntax), value));
        return _keys.Count - 1;
    }

    private void RequireGroupable(Expression value, Ast.SyntaxExpression syntax)
    {
        SortKeys.RequireEquality(value.Type, syntax.Span);
        foreach (var column in value.Columns())
        {
            if (!_scope.State.Origins.TryGetValue(column.Id, out var origin) || origin.Scope != _scope) continue;
            var position = _scope.State.PositionOf(column) ?? syntax.Span.Start;
            if (origin.Kind == ColumnOriginKind.Aggregate) throw new GatewayException(SqlState.GroupingError, "aggregate functions are not allowed in GROUP BY") { Position = position };
            if (origin.Kind == ColumnOriginKind.Window) throw new GatewayException(SqlState.WindowingError, "window functions are not allowed in GROUP BY") { Position = position };
        }
    }

    private static GatewayException TooMany(TextSpan span) =>
        new(SqlState.StatementTooComplex, $"too many grouping sets present (maximum {MaxSets})") { Position = span.Start };
}
