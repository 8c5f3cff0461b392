using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;
using FederationGateway.Binder.Tables;

namespace FederationGateway.Binder.Queries;

/// <summary>
/// One SELECT with the ORDER BY and LIMIT behind it. The clauses are bound in PostgreSQL's order, so that the first error is the same one; then the plan is
/// built from below:
/// <list type="number">
/// <item>FROM, WHERE</item>
/// <item>sets the groups are made of, grouping, HAVING</item>
/// <item>window functions</item>
/// <item>the other set-returning functions</item>
/// <item>the select list, DISTINCT, ORDER BY, LIMIT</item>
/// </list>
/// </summary>
internal sealed class SelectBinder
{
    private readonly Ast.SelectBody _select;
    private readonly QueryTail _tail;
    private readonly Scope _scope;
    private readonly StatementState _state;
    private readonly QueryLevel _level;

    private SelectBinder(Ast.SelectBody select, QueryTail tail, Scope enclosing)
    {
        (_select, _tail, _state) = (select, tail, enclosing.State);
        _level = new QueryLevel { NamedWindows = select.Windows };
        _scope = new Scope(enclosing) { Level = _level };
    }

    public static PlanNode Bind(Ast.SelectBody select, QueryTail tail, Scope enclosing, bool keepsUnknown) => new SelectBinder(select, tail, enclosing).Bind(keepsUnknown);

    private PlanNode Bind(bool keepsUnknown)
    {
        var plan = FromBinder.Bind(_select.From, _scope);
        _scope.Place = ExpressionPlace.SelectList;
        var items = TargetListBinder.Bind(_select.Items, _scope);
        var where = BindCondition(_select.Where, ExpressionPlace.Where);
        var having = BindCondition(_select.Having, ExpressionPlace.Having);
        var order = OrderBinder.Bind(_tail.OrderBy, items, _scope);
        var groups = _select.GroupBy is { } groupBy ? GroupByBinder.Bind(groupBy, items, _scope) : null;
        var distinct = DistinctBinder.Bind(_select.Distinct, items, order, _scope);
        WindowDefinitionBinder.RequireValid(_select.Windows);
        foreach (var item in items)
            if (!keepsUnknown || item.IsHidden) item.Expression = _state.Coercion.ResolveUnknown(item.Expression);

        // step 1
        if (where is not null) plan = new FilterNode(plan, where);

        // step 2
        if (groups is not null || having is not null || _level.Aggregates.Count > 0 || _level.Groupings.Count > 0)
            (plan, having) = GroupingPlanner.Plan(plan, groups ?? GroupKeys.None, having, items, _scope);
        if (having is not null) plan = new FilterNode(plan, having);

        // step 3
        if (_level.Windows.Count > 0) plan = new WindowNode(plan, _level.Windows.ToEquatableArray());

        // step 4
        plan = SetFunctionPlanner.Join(plan, _level.Sets);

        // step 5
        return Finish(plan, items, order, distinct);
    }

    private Expression? BindCondition(Ast.SyntaxExpression? syntax, ExpressionPlace place)
    {
        if (syntax is null) return null;
        _scope.Place = place;
        return ExpressionBinder.BindBoolean(syntax, _scope, place.Name());
    }

    private PlanNode Finish(PlanNode plan, List<TargetItem> items, List<OrderedItem> order, DistinctItems? distinct)
    {
        plan = Projection.Of(plan, items, _state);
        var output = plan.Output;
        ColumnExpression ColumnOf(TargetItem item) => output[items.IndexOf(item)].ToExpression();
        var keys = order.Select(item => item.ToKey(ColumnOf(item.Item))).ToEquatableArray();
        if (distinct is not null) plan = new DistinctNode(plan, distinct.On.Select(ColumnOf).ToEquatableArray<Expression>(), distinct.On.IsEmpty ? [] : keys);
        if (!keys.IsEmpty) plan = new SortNode(plan, keys);
        plan = LimitBinder.Apply(_tail.Limit, plan, _scope, !keys.IsEmpty);
        return Projection.Keep(plan, items.Count(item => !item.IsHidden));
    }
}
