using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

public enum OverridingKind
{
    None,
    UserValue,
    SystemValue,
}

/// <summary><c>INSERT INTO target [AS alias] [(columns)] source [ON CONFLICT …] [RETURNING …]</c></summary>
/// <param name="Source"><c>null</c>: DEFAULT VALUES.</param>
public sealed record InsertStatement(
    WithClause? With,
    ObjectName Target,
    Identifier? Alias,
    EquatableArray<AssignmentTarget> Columns,
    OverridingKind Overriding,
    QueryStatement? Source,
    OnConflictClause? OnConflict,
    EquatableArray<SelectItem> Returning,
    TextSpan Span) : Statement(Span);

/// <summary>
/// HANA's <c>UPSERT target [(columns)] VALUES (…) [WHERE … | WITH PRIMARY KEY]</c>, or <c>UPSERT target [(columns)] query</c>: rows that are there are changed, others inserted.
/// </summary>
/// <param name="Where">Which rows are there; null when the key says so.</param>
/// <param name="ByKey">The primary key says which rows are there. Without it and without a condition rows are only inserted.</param>
public sealed record UpsertStatement(
    WithClause? With,
    ObjectName Target,
    EquatableArray<AssignmentTarget> Columns,
    QueryStatement Source,
    SyntaxExpression? Where,
    bool ByKey,
    TextSpan Span) : Statement(Span);

/// <summary>A column to be written, or a part of one: <c>c</c>, <c>c.field</c>, <c>c[1]</c>.</summary>
/// <param name="IsWhole">False when a field or subscript follows the column's name.</param>
public sealed record AssignmentTarget(Identifier Column, bool IsWhole, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>ON CONFLICT [target] DO NOTHING</c> (no assignments) or <c>DO UPDATE SET …</c></summary>
/// <param name="Constraint">ON CONFLICT ON CONSTRAINT.</param>
public sealed record OnConflictClause(
    EquatableArray<SyntaxExpression> Target,
    SyntaxExpression? TargetWhere,
    Identifier? Constraint,
    EquatableArray<Assignment> Assignments,
    SyntaxExpression? Where,
    TextSpan Span) : SyntaxNode(Span);

/// <summary><c>column = value</c>, or <c>(a, b) = (row or subquery)</c> with several targets.</summary>
public sealed record Assignment(EquatableArray<AssignmentTarget> Targets, SyntaxExpression Value, TextSpan Span) : SyntaxNode(Span);

/// <param name="Cursor">WHERE CURRENT OF cursor; then <paramref name="Where"/> is null.</param>
public sealed record UpdateStatement(
    WithClause? With,
    ObjectName Target,
    bool Only,
    Identifier? Alias,
    EquatableArray<Assignment> Assignments,
    EquatableArray<TableReference> From,
    SyntaxExpression? Where,
    Identifier? Cursor,
    EquatableArray<SelectItem> Returning,
    TextSpan Span) : Statement(Span);

/// <param name="Cursor">WHERE CURRENT OF cursor; then <paramref name="Where"/> is null.</param>
public sealed record DeleteStatement(
    WithClause? With,
    ObjectName Target,
    bool Only,
    Identifier? Alias,
    EquatableArray<TableReference> Using,
    SyntaxExpression? Where,
    Identifier? Cursor,
    EquatableArray<SelectItem> Returning,
    TextSpan Span) : Statement(Span);

public sealed record TruncateStatement(EquatableArray<ObjectName> Tables, bool RestartIdentity, DropBehavior Behavior, TextSpan Span) : Statement(Span);

/// <summary><c>COPY table [(columns)] | (query) FROM | TO … [options]</c></summary>
/// <param name="Table"><c>null</c> when <paramref name="Source"/> is copied.</param>
/// <param name="Source">The statement of <c>COPY (SELECT …) TO</c>; may be an INSERT, UPDATE or DELETE with RETURNING.</param>
/// <param name="File">A server file; <c>null</c> for STDIN / STDOUT.</param>
/// <param name="Program">PROGRAM: <paramref name="File"/> is a command.</param>
/// <param name="Options">Names as in the parenthesised syntax; the old syntax (<c>WITH CSV HEADER</c>) arrives as if written that way.</param>
public sealed record CopyStatement(
    ObjectName? Table,
    EquatableArray<Identifier> Columns,
    Statement? Source,
    bool IsFrom,
    string? File,
    bool Program,
    EquatableArray<StatementOption> Options,
    SyntaxExpression? Where,
    TextSpan Span) : Statement(Span);

/// <summary>An option of COPY, EXPLAIN, VACUUM, IMPORT FOREIGN SCHEMA …, its name in lower case.</summary>
/// <param name="Values">The value's words or strings; empty when only the name was written; <c>*</c> for a star.</param>
public sealed record StatementOption(string Name, EquatableArray<string> Values, TextSpan Span) : SyntaxNode(Span);
