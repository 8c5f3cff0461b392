using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>A query as a value: one column, at most one row.</summary>
public sealed record SubqueryExpression(QueryStatement Query, TextSpan Span) : SyntaxExpression(Span);

public sealed record ExistsExpression(QueryStatement Query, TextSpan Span) : SyntaxExpression(Span);

public sealed record InSubqueryExpression(SyntaxExpression Operand, QueryStatement Query, bool Negated, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>ARRAY(SELECT …)</c></summary>
public sealed record ArraySubqueryExpression(QueryStatement Query, TextSpan Span) : SyntaxExpression(Span);

public enum Quantifier
{
    Any,
    All,
}

/// <summary>
/// <c>x = ANY (SELECT …)</c>, <c>x &lt; ALL (SELECT …)</c>; SOME is ANY. LIKE and its relatives appear as their operators:
/// <c>~~</c>, <c>!~~</c>, <c>~~*</c>, <c>!~~*</c>.
/// </summary>
public sealed record QuantifiedSubqueryExpression(
    SyntaxExpression Left,
    OperatorName Operator,
    Quantifier Quantifier,
    QueryStatement Query,
    TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>x = ANY (array)</c>: like <see cref="QuantifiedSubqueryExpression"/> over the elements of an array.</summary>
public sealed record QuantifiedArrayExpression(
    SyntaxExpression Left,
    OperatorName Operator,
    Quantifier Quantifier,
    SyntaxExpression Array,
    TextSpan Span) : SyntaxExpression(Span);
