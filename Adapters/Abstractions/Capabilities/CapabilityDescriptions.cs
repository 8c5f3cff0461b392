namespace FederationGateway.Adapters.Abstractions;

/// <summary>What each capability allows in the statement sent to a source: the DESCRIPTION of <c>ADAPTER_CAPABILITIES</c>.</summary>
public static class CapabilityDescriptions
{
    private static readonly Dictionary<string, string> Table = new(StringComparer.Ordinal)
    {
        [Capability.Select] = "SELECT of all columns of one table",
        [Capability.Project] = "a subset of the columns instead of all",
        [Capability.SimpleExpressionInProject] = "one operator or function over columns and constants in the select list",
        [Capability.ExpressionInProject] = "any expression in the select list",
        [Capability.NestedFunctionInProject] = "functions of functions in the select list",
        [Capability.CaseExpression] = "CASE",
        [Capability.Where] = "a WHERE clause",
        [Capability.SimpleExpressionInWhere] = "column = constant in WHERE",
        [Capability.ExpressionInWhere] = "any expression in WHERE",
        [Capability.NestedFunctionInWhere] = "functions of functions in WHERE",
        [Capability.NonEqualComparison] = "<> < <= > >=",
        [Capability.Like] = "LIKE",
        [Capability.In] = "IN (list)",
        [Capability.Between] = "two bounds on one column",
        [Capability.And] = "several conditions on the same column joined by AND",
        [Capability.AndDifferentColumns] = "conditions on different columns joined by AND",
        [Capability.Or] = "conditions on the same column joined by OR",
        [Capability.OrDifferentColumns] = "conditions on different columns joined by OR",
        [Capability.Joins] = "inner joins of tables of the source",
        [Capability.JoinsOuter] = "left and right outer joins",
        [Capability.JoinsFullOuter] = "full outer joins",
        [Capability.JoinsMixed] = "inner and outer joins in one statement",
        [Capability.ExpressionInInnerJoin] = "any expression in an inner join's condition",
        [Capability.ExpressionInLeftOuterJoin] = "any expression in an outer join's condition",
        [Capability.ExpressionInFullOuterJoin] = "any expression in a full outer join's condition",
        [Capability.GroupBy] = "GROUP BY",
        [Capability.ExpressionInGroupBy] = "expressions in GROUP BY",
        [Capability.Aggregates] = "aggregate functions",
        [Capability.DistinctAggregates] = "aggregates over distinct values",
        [Capability.GroupingSets] = "GROUPING SETS, ROLLUP, CUBE",
        [Capability.Having] = "HAVING",
        [Capability.Distinct] = "SELECT DISTINCT",
        [Capability.OrderBy] = "ORDER BY",
        [Capability.ExpressionInOrderBy] = "expressions in ORDER BY",
        [Capability.Limit] = "LIMIT",
        [Capability.LimitArgument] = "LIMIT with a parameter",
        [Capability.Offset] = "OFFSET",
        [Capability.Union] = "UNION",
        [Capability.UnionAll] = "UNION ALL",
        [Capability.Intersect] = "INTERSECT",
        [Capability.IntersectAll] = "INTERSECT ALL",
        [Capability.Except] = "EXCEPT",
        [Capability.ExceptAll] = "EXCEPT ALL",
        [Capability.Subquery] = "a subquery in FROM",
        [Capability.SubqueryInSelectList] = "a scalar subquery in the select list",
        [Capability.SubqueryInIn] = "IN (subquery)",
        [Capability.SubqueryInExists] = "EXISTS (subquery)",
        [Capability.SubqueryInComparison] = "a scalar subquery in a comparison",
        [Capability.SubqueryCorrelated] = "subqueries that refer to the enclosing query",
        [Capability.WindowFunctions] = "functions OVER a window",
        [Capability.BigintBind] = "64-bit literals and parameters",
        [Capability.TransactionalChangeCapture] = "real-time changes with transaction boundaries",
        [Capability.TableLevel] = "tables may declare capabilities of their own",
        [Capability.ColumnLevel] = "columns may declare capabilities of their own",
        [Capability.ColumnSelect] = "the column may be read",
        [Capability.ColumnFilter] = "the column may be used in WHERE",
        [Capability.ColumnLike] = "the column may be used with LIKE",
        [Capability.ColumnIn] = "the column may be used with IN",
        [Capability.ColumnBetween] = "the column may be used with two bounds",
        [Capability.ColumnNonEqualComparison] = "the column may be compared by <> < <= > >=",
        [Capability.ColumnGroup] = "the column may be grouped by",
        [Capability.ColumnSort] = "the column may be sorted by",
        [Capability.ColumnInnerJoin] = "the column may be used in an inner join's condition",
        [Capability.ColumnOuterJoin] = "the column may be used in an outer join's condition",
        [Capability.Parameters] = "parameters are sent as such, not as literals",
        [Capability.TemporaryTables] = "rows from elsewhere are uploaded into temporary tables and joined there",
    };

    public static string Of(string capability) =>
        Table.GetValueOrDefault(capability) ?? (capability.StartsWith("CAP_BI_", StringComparison.Ordinal) ? $"the function {capability["CAP_BI_".Length..].ToLowerInvariant()}" : "");

    /// <summary>True for a name the gateway acts on: others are refused by <c>SET PROPERTY</c>.</summary>
    public static bool IsKnown(string capability) => Table.ContainsKey(capability) || capability.StartsWith("CAP_BI_", StringComparison.Ordinal);

    public static IEnumerable<string> All => Table.Keys;
}
