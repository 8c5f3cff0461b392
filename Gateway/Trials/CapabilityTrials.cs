using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Trials;

/// <summary>What to try for each capability that is not a function's.</summary>
internal sealed class CapabilityTrials(TrialRows rows)
{
    private static readonly SqlTypeKind[] Comparable =
    [
        SqlTypeKind.Boolean, SqlTypeKind.Int2, SqlTypeKind.Int4, SqlTypeKind.Int8, SqlTypeKind.Float8, SqlTypeKind.Numeric, SqlTypeKind.Text, SqlTypeKind.VarChar, SqlTypeKind.Date,
        SqlTypeKind.Timestamp, SqlTypeKind.TimestampTz, SqlTypeKind.Bytea, SqlTypeKind.Uuid,
    ];

    private static readonly string[] Patterns = ["a%", "_", "", "%", "z", "%'%", @"ab\%c\_d"];

    private readonly ConditionTrials _conditions = new(rows, Comparable);
    private readonly QueryTrials _queries = new(rows, Comparable);

    public Trial Of(string capability)
    {
        if (SwitchOf(capability) is { } reason) return Trial.None(capability, reason);
        TrialPlan[] plans = [.. PlansOf(capability)];
        return plans.Length > 0 ? new Trial(capability, "", plans) : Trial.None(capability, "there are no rows to try it on");
    }

    private static string? SwitchOf(string capability) => capability switch
    {
        Capability.TableLevel or Capability.ColumnLevel => "it says that tables or columns may declare less, which the source does nothing for",
        Capability.Insert or Capability.InsertSelect or Capability.Update or Capability.Delete or Capability.InsertOnConflict or Capability.Merge or Capability.Returning or Capability.Truncate
            => "trying it would change the source's tables",
        Capability.TransactionalChangeCapture => "trying it would set up a capture at the source",
        _ => null,
    };

    private IEnumerable<TrialPlan> PlansOf(string capability) => capability switch
    {
        Capability.Select or Capability.Project or Capability.ColumnSelect => _queries.Columns(),
        Capability.SimpleExpressionInProject or Capability.ExpressionInProject or Capability.NestedFunctionInProject => _queries.Values(capability),
        Capability.CaseExpression => _queries.Cases(),
        Capability.Where or Capability.SimpleExpressionInWhere or Capability.ColumnFilter => _conditions.Comparisons(ComparisonOperator.Equal, ComparisonOperator.IsNotDistinctFrom).Concat(_conditions.Nulls()),
        Capability.NonEqualComparison or Capability.ColumnNonEqualComparison => _conditions.Comparisons(
            ComparisonOperator.NotEqual, ComparisonOperator.Less, ComparisonOperator.LessOrEqual, ComparisonOperator.Greater, ComparisonOperator.GreaterOrEqual, ComparisonOperator.IsDistinctFrom),
        Capability.ExpressionInWhere or Capability.NestedFunctionInWhere => _conditions.Expressions(),
        Capability.Like or Capability.ColumnLike => _conditions.Patterns(Patterns),
        Capability.In or Capability.ColumnIn => _conditions.Lists(),
        Capability.Between or Capability.ColumnBetween or Capability.And => _conditions.Ranges(),
        Capability.AndDifferentColumns => _conditions.Logic(LogicalOperator.And, isSameColumn: false),
        Capability.Or => _conditions.Logic(LogicalOperator.Or, isSameColumn: true),
        Capability.OrDifferentColumns => _conditions.Logic(LogicalOperator.Or, isSameColumn: false),
        Capability.BigintBind => _conditions.BigNumbers(),
        Capability.Parameters => _conditions.Parameters(),
        Capability.Joins or Capability.ColumnInnerJoin or Capability.ExpressionInInnerJoin => _queries.Joins(capability, JoinKind.Inner),
        Capability.JoinsOuter or Capability.ColumnOuterJoin or Capability.ExpressionInLeftOuterJoin => _queries.Joins(capability, JoinKind.Left),
        Capability.JoinsFullOuter or Capability.ExpressionInFullOuterJoin => _queries.Joins(capability, JoinKind.Full),
        Capability.JoinsMixed => _queries.MixedJoins(),
        Capability.GroupBy or Capability.ColumnGroup or Capability.Aggregates or Capability.ExpressionInGroupBy => _queries.Groups(isDistinct: false),
        Capability.DistinctAggregates => _queries.Groups(isDistinct: true),
        Capability.GroupingSets => _queries.GroupingSets(),
        Capability.Having => _queries.Having(),
        Capability.Distinct => _queries.Distinct(),
        Capability.TemporaryTables => _queries.Uploads(),
        Capability.OrderBy or Capability.ColumnSort or Capability.ExpressionInOrderBy => _queries.Orders(),
        Capability.Limit => _queries.Limits(offset: null, isParameter: false),
        Capability.LimitArgument => _queries.Limits(offset: null, isParameter: true),
        Capability.Offset => _queries.Limits(offset: 2, isParameter: false),
        Capability.Union => _queries.Sets(SetOperationKind.Union, isAll: false),
        Capability.UnionAll => _queries.Sets(SetOperationKind.Union, isAll: true),
        Capability.Intersect => _queries.Sets(SetOperationKind.Intersect, isAll: false),
        Capability.IntersectAll => _queries.Sets(SetOperationKind.Intersect, isAll: true),
        Capability.Except => _queries.Sets(SetOperationKind.Except, isAll: false),
        Capability.ExceptAll => _queries.Sets(SetOperationKind.Except, isAll: true),
        Capability.Subquery => _queries.Nested(),
        Capability.SubqueryInSelectList or Capability.SubqueryInIn or Capability.SubqueryInExists or Capability.SubqueryInComparison or Capability.SubqueryCorrelated => _conditions.Subqueries(capability),
        Capability.WindowFunctions => _queries.Windows(),
        _ => [],
    };
}
