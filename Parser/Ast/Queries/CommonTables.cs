using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

public sealed record WithClause(bool Recursive, EquatableArray<CommonTable> Tables, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>name (columns) AS [[NOT] MATERIALIZED] (statement) [SEARCH …] [CYCLE …]</c></summary>
/// <param name="Materialized"><c>null</c> when not written.</param>
/// <param name="Body">A <see cref="QueryStatement"/>, or an INSERT, UPDATE or DELETE.</param>
public sealed record CommonTable(
    Identifier Name,
    EquatableArray<Identifier> Columns,
    bool? Materialized,
    Statement Body,
    SearchClause? Search,
    CycleClause? Cycle,
    TextSpan Span) : SyntaxNode(Span);

/// <summary><c>SEARCH {BREADTH | DEPTH} FIRST BY columns SET column</c></summary>
public sealed record SearchClause(bool BreadthFirst, EquatableArray<Identifier> By, Identifier Sequence, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>CYCLE columns SET mark [TO value DEFAULT value] USING path</c></summary>
public sealed record CycleClause(
    EquatableArray<Identifier> Columns,
    Identifier Mark,
    SyntaxExpression? MarkValue,
    SyntaxExpression? MarkDefault,
    Identifier Path,
    TextSpan Span) : SyntaxNode(Span);
