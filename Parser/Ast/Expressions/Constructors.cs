using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary><c>ROW(a, b)</c> or <c>(a, b)</c>.</summary>
/// <param name="Explicit">Whether the word ROW was written.</param>
public sealed record RowExpression(EquatableArray<SyntaxExpression> Items, bool Explicit, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>ARRAY[a, b]</c>; the inner lists of <c>ARRAY[[1,2],[3,4]]</c> are ArrayExpressions too.</summary>
public sealed record ArrayExpression(EquatableArray<SyntaxExpression> Items, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>CASE [operand] WHEN … THEN … [ELSE …] END</c></summary>
public sealed record CaseExpression(
    SyntaxExpression? Operand,
    EquatableArray<CaseBranch> Branches,
    SyntaxExpression? Else,
    TextSpan Span) : SyntaxExpression(Span);

public sealed record CaseBranch(SyntaxExpression When, SyntaxExpression Then, TextSpan Span) : SyntaxNode(Span);
