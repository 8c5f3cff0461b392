using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>What any source on the embedded engine can do: everything its dialect writes.</summary>
public static class EngineCapabilities
{
    public static CapabilitySet All { get; } = CapabilitySet.Of(
        Capability.Select, Capability.Project, Capability.SimpleExpressionInProject, Capability.ExpressionInProject, Capability.NestedFunctionInProject, Capability.CaseExpression,
        Capability.Where, Capability.SimpleExpressionInWhere, Capability.ExpressionInWhere, Capability.NestedFunctionInWhere, Capability.NonEqualComparison, Capability.Like,
        Capability.In, Capability.Between, Capability.And, Capability.AndDifferentColumns, Capability.Or, Capability.OrDifferentColumns,
        Capability.Joins, Capability.JoinsOuter, Capability.JoinsFullOuter, Capability.JoinsMixed,
        Capability.ExpressionInInnerJoin, Capability.ExpressionInLeftOuterJoin, Capability.ExpressionInFullOuterJoin,
        Capability.GroupBy, Capability.ExpressionInGroupBy, Capability.Aggregates, Capability.DistinctAggregates, Capability.Having, Capability.Distinct,
        Capability.OrderBy, Capability.ExpressionInOrderBy, Capability.Limit, Capability.Offset,
        Capability.Union, Capability.UnionAll, Capability.Intersect, Capability.Except, Capability.Subquery, Capability.BigintBind);
}
