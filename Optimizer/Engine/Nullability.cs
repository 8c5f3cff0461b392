using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>Which columns are never null. The flags of columns say what was declared at the table; outer joins change that further up, so it is derived here.</summary>
public static class Nullability
{
    public static HashSet<ColumnId> NotNull(PlanNode node) => node switch
    {
        ScanNode scan => [.. scan.Output.Where(column => !column.IsNullable).Select(column => column.Id)],
        RemoteNode remote => NotNull(remote.Fragment),
        FilterNode or SortNode or LimitNode or DistinctNode or WindowNode => NotNull(node.Inputs[0]),
        ProjectNode project => OfItems(project.Items, NotNull(project.Input)),
        AggregateNode { GroupingSets.IsEmpty: true } aggregate =>
            [.. OfItems(aggregate.GroupBy, NotNull(aggregate.Input)), .. aggregate.Aggregates.Where(item => item.Call.Function.Name == "count").Select(item => item.Column.Id)],
        JoinNode { Kind: JoinKind.Inner or JoinKind.Cross } join => [.. NotNull(join.Left), .. NotNull(join.Right)],
        JoinNode { Kind: JoinKind.Left or JoinKind.Semi or JoinKind.Anti } join => NotNull(join.Left),
        JoinNode { Kind: JoinKind.Right } join => NotNull(join.Right),
        WithNode with => NotNull(with.Body),
        _ => [],
    };

    public static bool IsNotNull(Expression expression, HashSet<ColumnId> notNull) => expression switch
    {
        ConstantExpression constant => constant.Value is not null,
        ColumnExpression column => notNull.Contains(column.Id),
        CastExpression cast => IsNotNull(cast.Operand, notNull),
        ArithmeticExpression arithmetic => IsNotNull(arithmetic.Left, notNull) && IsNotNull(arithmetic.Right, notNull),
        NegateExpression negate => IsNotNull(negate.Operand, notNull),
        IsNullExpression or IsBooleanExpression or ExistsExpression => true,
        _ => false,
    };

    /// <summary>True when the condition is not true for any row in which all these columns are null: such rows do not survive it.</summary>
    public static bool Rejects(Expression condition, HashSet<ColumnId> nulls) => condition switch
    {
        LogicalExpression { Operator: LogicalOperator.And } and => and.Operands.Any(operand => Rejects(operand, nulls)),
        LogicalExpression or => or.Operands.All(operand => Rejects(operand, nulls)),
        ComparisonExpression { Operator: not (ComparisonOperator.IsDistinctFrom or ComparisonOperator.IsNotDistinctFrom) } comparison =>
            IsNull(comparison.Left, nulls) || IsNull(comparison.Right, nulls),
        LikeExpression like => IsNull(like.Value, nulls),
        InListExpression inList => IsNull(inList.Value, nulls),
        IsNullExpression { IsNegated: true } isNull => IsNull(isNull.Operand, nulls),
        IsBooleanExpression { IsNegated: false } isBoolean => IsNull(isBoolean.Operand, nulls),
        QuantifiedSubqueryExpression { Quantifier: Quantifier.Any, Operator: ComparisonOperator.Equal } quantified => quantified.Values.Any(value => IsNull(value, nulls)),
        ColumnExpression column => nulls.Contains(column.Id),
        ConstantExpression { Value: not true } => true,
        _ => false,
    };

    private static bool IsNull(Expression expression, HashSet<ColumnId> nulls) => expression switch
    {
        ColumnExpression column => nulls.Contains(column.Id),
        CastExpression cast => IsNull(cast.Operand, nulls),
        ArithmeticExpression arithmetic => IsNull(arithmetic.Left, nulls) || IsNull(arithmetic.Right, nulls),
        NegateExpression negate => IsNull(negate.Operand, nulls),
        ComparisonExpression { Operator: not (ComparisonOperator.IsDistinctFrom or ComparisonOperator.IsNotDistinctFrom) } comparison =>
            IsNull(comparison.Left, nulls) || IsNull(comparison.Right, nulls),
        _ => false,
    };

    private static HashSet<ColumnId> OfItems(IEnumerable<ProjectItem> items, HashSet<ColumnId> notNull) =>
        [.. items.Where(item => IsNotNull(item.Expression, notNull)).Select(item => item.Column.Id)];
}
