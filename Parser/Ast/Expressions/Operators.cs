using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>An operator by its symbol, <c>!=</c> already written <c>&lt;&gt;</c>; <c>OPERATOR(pg_catalog.~)</c> also names a schema.</summary>
public sealed record OperatorName(string Symbol, Identifier? Schema, TextSpan Span) : SyntaxNode(Span)
{
    public override string ToString() => Schema is null ? Symbol : $"OPERATOR({Schema}.{Symbol})";
}

/// <summary>A prefix operator.</summary>
public sealed record UnaryExpression(OperatorName Operator, SyntaxExpression Operand, TextSpan Span) : SyntaxExpression(Span);

/// <summary>Any infix operator: arithmetic, comparison, <c>||</c>, <c>~*</c>, <c>-&gt;&gt;</c> ….</summary>
public sealed record BinaryExpression(SyntaxExpression Left, OperatorName Operator, SyntaxExpression Right, TextSpan Span) : SyntaxExpression(Span);

public enum LogicalOperator
{
    And,
    Or,
}

/// <summary>A whole chain of one operator: <c>a AND b AND c</c> is one node with three operands (two at least).</summary>
public sealed record LogicalExpression(LogicalOperator Operator, EquatableArray<SyntaxExpression> Operands, TextSpan Span) : SyntaxExpression(Span);

public sealed record NotExpression(SyntaxExpression Operand, TextSpan Span) : SyntaxExpression(Span);

public enum IsTest
{
    Null,
    True,
    False,
    Unknown,
}

/// <summary><c>x IS [NOT] NULL / TRUE / FALSE / UNKNOWN</c></summary>
public sealed record IsExpression(SyntaxExpression Operand, IsTest Test, bool Negated, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>a IS [NOT] DISTINCT FROM b</c></summary>
public sealed record IsDistinctExpression(SyntaxExpression Left, SyntaxExpression Right, bool Negated, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>x [NOT] BETWEEN [SYMMETRIC] low AND high</c></summary>
public sealed record BetweenExpression(
    SyntaxExpression Operand,
    SyntaxExpression Low,
    SyntaxExpression High,
    bool Symmetric,
    bool Negated,
    TextSpan Span) : SyntaxExpression(Span);

public enum LikeKind
{
    Like,
    ILike,
    SimilarTo,
}

/// <summary><c>x [NOT] LIKE / ILIKE / SIMILAR TO pattern [ESCAPE e]</c></summary>
public sealed record LikeExpression(
    SyntaxExpression Operand,
    LikeKind Kind,
    SyntaxExpression Pattern,
    SyntaxExpression? Escape,
    bool Negated,
    TextSpan Span) : SyntaxExpression(Span);

public sealed record InListExpression(SyntaxExpression Operand, EquatableArray<SyntaxExpression> Items, bool Negated, TextSpan Span)
    : SyntaxExpression(Span);

public sealed record CastExpression(SyntaxExpression Operand, TypeName Type, TextSpan Span) : SyntaxExpression(Span);

public sealed record CollateExpression(SyntaxExpression Operand, ObjectName Collation, TextSpan Span) : SyntaxExpression(Span);
