namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// Names of capabilities, as SAP HANA's <c>ADAPTER_CAPABILITIES</c> spells them. <see cref="CapabilityDescriptions"/> says what each allows in a statement sent to the source.
/// </summary>
public static class Capability
{
    public const string Select = "CAP_SELECT";
    public const string Project = "CAP_PROJECT";
    public const string SimpleExpressionInProject = "CAP_SIMPLE_EXPR_IN_PROJ";
    public const string ExpressionInProject = "CAP_EXPR_IN_PROJ";
    public const string NestedFunctionInProject = "CAP_NESTED_FUNC_IN_PROJ";
    public const string CaseExpression = "CAP_CASE_EXPRESSION";
    public const string Where = "CAP_WHERE";
    public const string SimpleExpressionInWhere = "CAP_SIMPLE_EXPR_IN_WHERE";
    public const string ExpressionInWhere = "CAP_EXPR_IN_WHERE";
    public const string NestedFunctionInWhere = "CAP_NESTED_FUNC_IN_WHERE";
    public const string NonEqualComparison = "CAP_NONEQUAL_COMPARISON";
    public const string Like = "CAP_LIKE";
    public const string In = "CAP_IN";
    public const string Between = "CAP_BETWEEN";
    public const string And = "CAP_AND";
    public const string AndDifferentColumns = "CAP_AND_DIFFERENT_COLUMNS";
    public const string Or = "CAP_OR";
    public const string OrDifferentColumns = "CAP_OR_DIFFERENT_COLUMNS";
    public const string Joins = "CAP_JOINS";
    public const string JoinsOuter = "CAP_JOINS_OUTER";
    public const string JoinsFullOuter = "CAP_JOINS_FULL_OUTER";
    public const string JoinsMixed = "CAP_JOINS_MIXED";
    public const string ExpressionInInnerJoin = "CAP_EXPR_IN_INNER_JOIN";
    public const string ExpressionInLeftOuterJoin = "CAP_EXPR_IN_LEFT_OUTER_JOIN";
    public const string ExpressionInFullOuterJoin = "CAP_EXPR_IN_FULL_OUTER_JOIN";
    public const string GroupBy = "CAP_GROUPBY";
    public const string ExpressionInGroupBy = "CAP_EXPR_IN_GROUPBY";
    public const string Aggregates = "CAP_AGGREGATES";
    public const string DistinctAggregates = "CAP_DIST_AGGREGATES";
    public const string GroupingSets = "CAP_GROUPING_SETS";
    public const string Having = "CAP_HAVING";
    public const string Distinct = "CAP_DISTINCT";
    public const string OrderBy = "CAP_ORDERBY";
    public const string ExpressionInOrderBy = "CAP_EXPR_IN_ORDERBY";
    public const string Limit = "CAP_LIMIT";
    public const string LimitArgument = "CAP_LIMIT_ARG";
    public const string Offset = "CAP_OFFSET";
    public const string Union = "CAP_UNION";
    public const string UnionAll = "CAP_UNIONALL";
    public const string Intersect = "CAP_INTERSECT";
    public const string IntersectAll = "CAP_INTERSECTALL";
    public const string Except = "CAP_EXCEPT";
    public const string ExceptAll = "CAP_EXCEPTALL";
    public const string Subquery = "CAP_SUBQUERY";
    public const string SubqueryInSelectList = "CAP_SUBQUERY_SELLIST";
    public const string SubqueryInIn = "CAP_SUBQUERY_IN_IN";
    public const string SubqueryInExists = "CAP_SUBQUERY_IN_EXIST";
    public const string SubqueryInComparison = "CAP_SUBQUERY_IN_COMPARISON";
    public const string SubqueryCorrelated = "CAP_SUBQUERY_CORRELATED";
    public const string WindowFunctions = "CAP_WINDOWING_FUNC";
    public const string BigintBind = "CAP_BIGINT_BIND";
    public const string TransactionalChangeCapture = "CAP_TRANSACTIONAL_CDC";
    public const string TableLevel = "CAP_TABLE_CAP";
    public const string ColumnLevel = "CAP_COLUMN_CAP";
    public const string ColumnSelect = "CAP_COLUMN_SELECT";
    public const string ColumnFilter = "CAP_COLUMN_FILTER";
    public const string ColumnLike = "CAP_COLUMN_LIKE";
    public const string ColumnIn = "CAP_COLUMN_IN";
    public const string ColumnBetween = "CAP_COLUMN_BETWEEN";
    public const string ColumnNonEqualComparison = "CAP_COLUMN_NONEQUAL_COMPARISON";
    public const string ColumnGroup = "CAP_COLUMN_GROUP";
    public const string ColumnSort = "CAP_COLUMN_SORT";
    public const string ColumnInnerJoin = "CAP_COLUMN_INNER_JOIN";
    public const string ColumnOuterJoin = "CAP_COLUMN_OUTER_JOIN";

    public const string Insert = "CAP_INSERT";
    public const string InsertSelect = "CAP_INSERT_SELECT";
    public const string Update = "CAP_UPDATE";
    public const string Delete = "CAP_DELETE";

    /// <summary>INSERT may say what becomes of rows whose key is there already. The gateway's own, not HANA's.</summary>
    public const string InsertOnConflict = "CAP_INSERT_ON_CONFLICT";

    /// <summary>Statements that write give back the rows they wrote. The gateway's own, not HANA's.</summary>
    public const string Returning = "CAP_RETURNING";

    /// <summary>MERGE, with the source's rows from a query or as literals. The gateway's own, not HANA's.</summary>
    public const string Merge = "CAP_MERGE";

    /// <summary>The gateway's own, not HANA's.</summary>
    public const string Truncate = "CAP_TRUNCATE";

    /// <summary>Parameters (<c>$1</c>) may be sent as such; otherwise their values are written as literals. The gateway's own, not HANA's.</summary>
    public const string Parameters = "CAP_PARAMETERS";

    /// <summary>
    /// The source takes rows into temporary tables that its statements may read like any others (<see cref="IUploadSession"/>). The gateway's own, not HANA's.
    /// </summary>
    public const string TemporaryTables = "CAP_TEMPORARY_TABLES";

    /// <summary>Capability of one built-in function, for <c>ADAPTER_CAPABILITIES</c> and overrides: <c>CAP_BI_UPPER</c>.</summary>
    public static string OfFunction(string functionName) => "CAP_BI_" + functionName.ToUpperInvariant();
}
