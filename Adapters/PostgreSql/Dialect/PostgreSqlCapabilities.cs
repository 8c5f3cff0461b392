using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>
/// What may be in a statement sent to PostgreSQL. All of SQL as far as the gateway has it: the gateway's semantics are PostgreSQL's, and where a locale or the
/// session would make a difference, <see cref="PostgreSqlDialect"/> refuses the single expression.
/// </summary>
internal static class PostgreSqlCapabilities
{
    public static CapabilitySet All { get; } = CapabilitySet.Of(
        Capability.Select, Capability.Project, Capability.SimpleExpressionInProject, Capability.ExpressionInProject, Capability.NestedFunctionInProject,
        Capability.CaseExpression, Capability.Where, Capability.SimpleExpressionInWhere, Capability.ExpressionInWhere, Capability.NestedFunctionInWhere,
        Capability.NonEqualComparison, Capability.Like, Capability.In, Capability.Between, Capability.And, Capability.AndDifferentColumns, Capability.Or,
        Capability.OrDifferentColumns, Capability.Joins, Capability.JoinsOuter, Capability.JoinsFullOuter, Capability.JoinsMixed,
        Capability.ExpressionInInnerJoin, Capability.ExpressionInLeftOuterJoin, Capability.GroupBy, Capability.ExpressionInGroupBy, Capability.Aggregates,
        Capability.DistinctAggregates, Capability.GroupingSets, Capability.Having, Capability.Distinct, Capability.OrderBy, Capability.ExpressionInOrderBy,
        Capability.Limit, Capability.LimitArgument, Capability.Offset, Capability.Union, Capability.UnionAll, Capability.Intersect, Capability.IntersectAll,
        Capability.Except, Capability.ExceptAll, Capability.Subquery, Capability.SubqueryInSelectList, Capability.SubqueryInIn, Capability.SubqueryInExists,
        Capability.SubqueryInComparison, Capability.SubqueryCorrelated, Capability.WindowFunctions, Capability.BigintBind, Capability.TableLevel,
        Capability.ColumnLevel, Capability.ColumnSelect, Capability.ColumnFilter, Capability.ColumnLike, Capability.ColumnIn, Capability.ColumnBetween,
        Capability.ColumnNonEqualComparison, Capability.ColumnGroup, Capability.ColumnSort, Capability.ColumnInnerJoin, Capability.ColumnOuterJoin,
        Capability.Insert, Capability.InsertSelect, Capability.Update, Capability.Delete, Capability.InsertOnConflict, Capability.Merge, Capability.Returning, Capability.Truncate,
        Capability.Parameters, Capability.TemporaryTables, Capability.TransactionalChangeCapture);

    /// <summary>What servers of this version lack, with the reason.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> LackingIn(string version)
    {
        var digits = version.TakeWhile(char.IsAsciiDigit).ToArray();
        return int.TryParse(digits, out var major) && major < 15 ? [KeyValuePair.Create(Capability.Merge, $"PostgreSQL {major} has no MERGE")] : [];
    }

    // Not claimed: CAP_EXPR_IN_FULL_OUTER_JOIN, because PostgreSQL runs FULL JOIN only on conditions it can merge or hash.
}
