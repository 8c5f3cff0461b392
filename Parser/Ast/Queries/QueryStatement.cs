using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>
/// A query: a body (SELECT, VALUES or a set operation) with what applies to its whole result. Subqueries are the same node.
/// </summary>
/// <param name="Hints">HANA's trailing <c>WITH HINT (…)</c>.</param>
public sealed record QueryStatement(
    WithClause? With,
    QueryBody Body,
    EquatableArray<SortItem> OrderBy,
    LimitClause? Limit,
    EquatableArray<LockingClause> Locking,
    EquatableArray<Hint> Hints,
    TextSpan Span) : Statement(Span);

/// <summary>The part of a query between WITH and ORDER BY.</summary>
public abstract record QueryBody(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>SELECT … FROM … WHERE … GROUP BY … HAVING … WINDOW …</c>; <c>TABLE t</c> arrives as <c>SELECT * FROM t</c>.</summary>
/// <param name="Distinct"><c>null</c>: ALL.</param>
/// <param name="From">The comma-separated list; empty when there is no FROM.</param>
public sealed record SelectBody(
    DistinctClause? Distinct,
    EquatableArray<SelectItem> Items,
    EquatableArray<TableReference> From,
    SyntaxExpression? Where,
    GroupByClause? GroupBy,
    SyntaxExpression? Having,
    EquatableArray<WindowDefinition> Windows,
    TextSpan Span) : QueryBody(Span);

/// <summary><c>VALUES (…), (…)</c>; rows may be of different lengths as far as the syntax goes.</summary>
public sealed record ValuesBody(EquatableArray<ValuesRow> Rows, TextSpan Span) : QueryBody(Span);

public sealed record ValuesRow(EquatableArray<SyntaxExpression> Items, TextSpan Span) : SyntaxNode(Span);

public enum SetOperator
{
    Union,
    Intersect,
    Except,
}

public sealed record SetOperationBody(QueryBody Left, SetOperator Operator, bool All, QueryBody Right, TextSpan Span) : QueryBody(Span);

/// <summary>A parenthesised query as an operand of a set operation, with an ORDER BY, LIMIT or WITH of its own.</summary>
public sealed record NestedQueryBody(QueryStatement Query, TextSpan Span) : QueryBody(Span);
