using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary><c>MERGE INTO target [[AS] alias] USING source ON condition WHEN …</c>: the first WHEN that holds says what becomes of a row.</summary>
public sealed record MergeStatement(
    WithClause? With, ObjectName Target, bool Only, Identifier? Alias, TableReference Source, SyntaxExpression Condition, EquatableArray<MergeWhen> Clauses, TextSpan Span) : Statement(Span);

/// <summary><c>WHEN [NOT] MATCHED [AND condition] THEN action</c></summary>
public sealed record MergeWhen(bool IsMatched, SyntaxExpression? Condition, MergeAction Action, TextSpan Span) : SyntaxNode(Span);

public abstract record MergeAction(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>DO NOTHING</c></summary>
public sealed record MergeNothing(TextSpan Span) : MergeAction(Span);

/// <summary><c>DELETE</c></summary>
public sealed record MergeDelete(TextSpan Span) : MergeAction(Span);

/// <summary><c>UPDATE SET …</c></summary>
public sealed record MergeUpdate(EquatableArray<Assignment> Assignments, TextSpan Span) : MergeAction(Span);

/// <summary><c>INSERT [(columns)] [OVERRIDING …] VALUES (…)</c></summary>
/// <param name="Values"><c>null</c>: DEFAULT VALUES.</param>
public sealed record MergeInsert(EquatableArray<AssignmentTarget> Columns, OverridingKind Overriding, ValuesRow? Values, TextSpan Span) : MergeAction(Span);
