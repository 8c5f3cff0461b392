using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>
/// Rewrites expressions over single rows into expressions over groups: what equals a grouping expression becomes its column, aggregates already are columns,
/// and a column that is neither is 42803, unless the group's primary key determines it.
/// </summary>
internal sealed class GroupedExpressions
{
    private readonly GroupKeys _groups;
    private readonly List<ProjectItem> _items;
    private readonly Dictionary<ColumnId, ProjectItem> _columns = [];
    private readonly HashSet<ColumnId> _innerSets;
    private readonly Dictionary<ColumnId, GroupingCall> _groupings;
    private readonly Scope _scope;
    private int _subqueryDepth;

    public GroupedExpressions(GroupKeys groups, IReadOnlyCollection<SetFunction> innerSets, Scope scope)
    {
        (_groups, _scope) = (groups, scope);
        _innerSets = innerSets.SelectMany(set => set.Columns).Select(column => column.Id).ToHashSet();
        _groupings = scope.Level!.Groupings.ToDictionary(call => call.Column.Id);
        _items = [.. groups.Keys.Select(MakeItem)];
        for (var i = 0; i < _items.Count; i++)
            if (groups.Keys[i].Value is ColumnExpression column) _columns[column.Id] = _items[i];
    }

    /// <summary>An item of the select list: a constant that is a grouping expression is null in the sets without it.</summary>
    public Expression RewriteItem(Expression expression)
    {
        var index = _groups.Sets is not null && expression is ConstantExpression ? _groups.Keys.FindIndex(key => key.Value.Equals(expression)) : -1;
        return index >= 0 ? _items[index].Column.ToExpression() : Rewrite(expression);
    }

    public Expression Rewrite(Expression expression)
    {
        if (expression is ColumnExpression column) return RewriteColumn(column);
        for (var i = 0; i < _groups.Keys.Count; i++)
        {
            var key = _groups.Keys[i].Value;
            if (key.GetType() == expression.GetType() && key is not ConstantExpression && key.Equals(expression)) return _items[i].Column.ToExpression();
        }

        return expression.MapChildren(Rewrite, RewriteQuery);
    }

    /// <summary>The aggregation itself; asked for last, when it is known which columns the keys determine.</summary>
    public AggregateNode Aggregate(PlanNode rows)
    {
        var level = _scope.Level!;
        var extra = Enumerable.Range(_groups.Keys.Count, _items.Count - _groups.Keys.Count).ToArray();
        var sets = _groups.Sets is null ? default : _groups.Sets.Select(set => set.Concat(extra).ToEquatableArray()).ToEquatableArray();
        var groupings = _groups.Sets is null ? default : level.Groupings.Select(call => new GroupingColumn(call.Column, IndexesOf(call))).ToEquatableArray();
        return new AggregateNode(rows, _items.ToEquatableArray(), level.Aggregates.ToEquatableArray(), sets, groupings);
    }

    // A plain column stays itself; under grouping sets it is null where it is not grouped by, which is another column.
    private ProjectItem MakeItem(GroupKey key) => key.Value is ColumnExpression column && _groups.Sets is null
        ? new ProjectItem(new OutputColumn(column.Id, column.Name, column.Type, column.IsNullable), column)
        : new ProjectItem(_scope.State.NewColumn(key.Name, key.Value.Type, _groups.Sets is not null || Nullability.CanBeNull(key.Value)), key.Value);

    private PlanNode RewriteQuery(PlanNode query)
    {
        _subqueryDepth++;
        var rewritten = query.Rewrite(node => node.MapExpressions(Rewrite));
        _subqueryDepth--;
        return rewritten;
    }

    private Expression RewriteColumn(ColumnExpression column)
    {
        if (!_scope.State.Origins.TryGetValue(column.Id, out var origin) || origin.Scope != _scope) return column;
        if (_columns.TryGetValue(column.Id, out var item)) return item.Column.Id == column.Id ? column : item.Column.ToExpression();
        switch (origin.Kind)
        {
            case ColumnOriginKind.Aggregate or ColumnOriginKind.Window:
            case ColumnOriginKind.SetFunction when !_innerSets.Contains(column.Id):
                return column;
            case ColumnOriginKind.Grouping:
                _ = IndexesOf(_groupings[column.Id]);
                return _groups.Sets is null ? new ConstantExpression(0, SqlType.Int4) : column;
            default:
                return IsDetermined(column) ? Determine(column) : throw Ungrouped(column);
        }
    }

    private EquatableArray<int> IndexesOf(GroupingCall call) => call.Arguments.Select((argument, i) =>
    {
        var index = _groups.Keys.FindIndex(key => key.Value.Equals(argument));
        if (index >= 0) return index;
        throw new GatewayException(SqlState.GroupingError, "arguments to GROUPING must be grouping expressions of the associated query level")
        {
            Position = call.Syntax.Arguments[i].Span.Start,
        };
    }).ToEquatableArray();

    /// <summary>Whether every set groups by the whole primary key of the column's table: then one group is one row of it.</summary>
    private bool IsDetermined(ColumnExpression column)
    {
        if (FindRelation(column) is not { Table: { } table } relation) return false;
        if (table.Keys.FirstOrDefault(key => key.IsPrimary) is not { } primary) return false;
        var keyColumns = primary.Ordinals.Select(ordinal => relation.Columns[ordinal].Value).ToList();
        var indexes = keyColumns.Select(key => _groups.Keys.FindIndex(group => group.Value is ColumnExpression grouped && key is ColumnExpression wanted && grouped.Id == wanted.Id)).ToList();
        return indexes.TrueForAll(index => index >= 0) && (_groups.Sets is null || _groups.Sets.TrueForAll(set => indexes.TrueForAll(set.Contains)));
    }

    // One value per group, so grouping by it as well changes no group.
    private ColumnExpression Determine(ColumnExpression column)
    {
        var item = MakeItem(new GroupKey(column.Name, column));
        _items.Add(item);
        _columns[column.Id] = item;
        return item.Column.Id == column.Id ? column : item.Column.ToExpression();
    }

    private ScopeRelation? FindRelation(ColumnExpression column) =>
        _scope.Relations.FirstOrDefault(relation => relation.IsNamed && relation.Columns.Any(known => known.Value is ColumnExpression value && value.Id == column.Id));

    private GatewayException Ungrouped(ColumnExpression column)
    {
        var relation = FindRelation(column);
        var name = relation?.Columns.First(known => known.Value is ColumnExpression value && value.Id == column.Id).Name ?? column.Name;
        var qualified = relation is null ? name : $"{relation.Name}.{name}";
        var message = _subqueryDepth > 0
            ? $"subquery uses ungrouped column \"{qualified}\" from outer query"
            : $"column \"{qualified}\" must appear in the GROUP BY clause or be used in an aggregate function";
        return new GatewayException(SqlState.GroupingError, message) { Position = _scope.State.PositionOf(column) };
    }
}
