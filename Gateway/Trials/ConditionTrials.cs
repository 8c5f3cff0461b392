using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Trials;

/// <summary>Trials of WHERE: every column type against each of its nasty values.</summary>
internal sealed class ConditionTrials(TrialRows rows, IReadOnlyList<SqlTypeKind> kinds)
{
    private const int Middle = 3;

    public IEnumerable<TrialPlan> Comparisons(params ComparisonOperator[] operators) =>
        from table in Tables()
        from op in operators
        from value in NastyValues.Of(table.Columns[0].Type) ?? []
        select Where(table, new ComparisonExpression(op, Column(table), new ConstantExpression(value, table.Columns[0].Type)));

    public IEnumerable<TrialPlan> Nulls() =>
        from table in Tables() from isNegated in new[] { false, true } select Where(table, new IsNullExpression(Column(table), isNegated));

    /// <summary>Column against column: no operand is a constant.</summary>
    public IEnumerable<TrialPlan> Expressions() =>
        from kind in kinds
        let type = NastyValues.TypeOf(kind)
        let table = rows.Of([type, type])
        where table is not null
        from op in new[] { ComparisonOperator.Equal, ComparisonOperator.Less }
        select Where(table, new ComparisonExpression(op, Column(table), Column(table, 1)));

    public IEnumerable<TrialPlan> Patterns(IEnumerable<string> patterns) =>
        from type in new[] { SqlType.Text, SqlType.VarChar(20) }
        let table = rows.Of([type])
        where table is not null
        from pattern in patterns
        from isNegated in new[] { false, true }
        select Where(table, new LikeExpression(Column(table), new ConstantExpression(pattern, SqlType.Text), IsNegated: isNegated));

    public IEnumerable<TrialPlan> Lists() =>
        from table in Tables()
        let type = table.Columns[0].Type
        let values = NastyValues.Of(type)
        from isNegated in new[] { false, true }
        select Where(table, new InListExpression(Column(table), [new ConstantExpression(values[1], type), new ConstantExpression(values[Middle], type), new ConstantExpression(values[1], type)], isNegated));

    public IEnumerable<TrialPlan> Ranges() => from table in Tables() select Where(table, ExpressionWalk.And([Bound(table, ComparisonOperator.GreaterOrEqual, 2), Bound(table, ComparisonOperator.LessOrEqual, Middle)]));

    public IEnumerable<TrialPlan> Logic(LogicalOperator op, bool isSameColumn) =>
        from kind in kinds
        let type = NastyValues.TypeOf(kind)
        let table = rows.Of([type, type])
        where table is not null
        let values = NastyValues.Of(type)
        let left = Equal(Column(table), values[0])
        let right = Equal(Column(table, isSameColumn ? 0 : 1), values[Middle])
        from condition in new Expression[] { new LogicalExpression(op, [left, right]), new NotExpression(new LogicalExpression(op, [left, right])) }
        select Where(table, condition);

    public IEnumerable<TrialPlan> BigNumbers() =>
        from table in Some(rows.Of([SqlType.Int8])) from value in new[] { long.MaxValue, long.MinValue, 1L + int.MaxValue } select Where(table, Equal(Column(table), value));

    public IEnumerable<TrialPlan> Parameters() =>
        from table in Tables()
        let type = table.Columns[0].Type
        from value in NastyValues.Of(type) ?? []
        select Where(table, new ComparisonExpression(ComparisonOperator.Equal, Column(table), new ParameterExpression(1, type))) with { Parameters = [new ConstantExpression(value, type)] };

    public IEnumerable<TrialPlan> Subqueries(string capability)
    {
        if (rows.Of([SqlType.Int4]) is not { } outer || rows.Of([SqlType.Int4]) is not { } inner) yield break;
        var query = new ProjectNode(new FilterNode(inner.Plan, new IsNullExpression(Column(inner), IsNegated: true)), [ProjectItem.Pass(inner.Columns[0])]);
        var correlated = new ProjectNode(
            new FilterNode(inner.Plan, new ComparisonExpression(ComparisonOperator.Equal, Column(inner), Column(outer))), [ProjectItem.Pass(inner.Columns[0])]);
        var greatest = rows.Column("m", SqlType.Int4);
        var scalar = new ScalarSubqueryExpression(new AggregateNode(query, [], [new AggregateItem(greatest, new AggregateCall(new FunctionReference("max", "max(int4)"), [Column(inner)], SqlType.Int4))]));
        if (capability == Capability.SubqueryInSelectList)
        {
            yield return new TrialPlan("(SELECT max(v1))", new ProjectNode(outer.Plan, [ProjectItem.Pass(outer.Columns[0]), new ProjectItem(rows.Column("s", SqlType.Int4), scalar)]));
            yield break;
        }

        yield return Where(outer, capability switch
        {
            Capability.SubqueryInIn => new QuantifiedSubqueryExpression([Column(outer)], ComparisonOperator.Equal, Quantifier.Any, query),
            Capability.SubqueryInExists => new ExistsExpression(query),
            Capability.SubqueryInComparison => new ComparisonExpression(ComparisonOperator.Less, Column(outer), scalar),
            _ => new ExistsExpression(correlated, IsNegated: true),
        });
    }

    private static TrialPlan Where(TrialTable table, Expression condition) => new(condition.ToString(), new FilterNode(table.Plan, condition));

    private static ColumnExpression Column(TrialTable table, int index = 0) => table.Columns[index].ToExpression();

    private static ComparisonExpression Equal(ColumnExpression column, object value) => new(ComparisonOperator.Equal, column, new ConstantExpression(value, column.Type));

    private static ComparisonExpression Bound(TrialTable table, ComparisonOperator op, int value) =>
        new(op, Column(table), new ConstantExpression(NastyValues.Of(table.Columns[0].Type)![value], table.Columns[0].Type));

    private static IEnumerable<TrialTable> Some(TrialTable? table) => table is null ? [] : [table];

    private IEnumerable<TrialTable> Tables() => kinds.Select(kind => rows.Of([NastyValues.TypeOf(kind)])).OfType<TrialTable>().Where(table => NastyValues.Of(table.Columns[0].Type) is not null);
}
