using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>An expression and its own text, to be stored.</summary>
public sealed record StoredText(SyntaxExpression Expression, string Text);

public enum PolicyCommand
{
    All,
    Select,
    Insert,
    Update,
    Delete,
}

/// <summary><c>CREATE POLICY name ON table [AS PERMISSIVE | RESTRICTIVE] [FOR command] [TO role, …] [USING (condition)] [WITH CHECK (condition)]</c></summary>
/// <param name="Roles">Empty: PUBLIC.</param>
public sealed record CreatePolicyStatement(
    Identifier Name, ObjectName Table, bool IsRestrictive, PolicyCommand Command, EquatableArray<Identifier> Roles, StoredText? Using, StoredText? Check, TextSpan Span) : Statement(Span);

/// <summary><c>ALTER POLICY name ON table {RENAME TO name | [TO role, …] [USING (condition)] [WITH CHECK (condition)]}</c></summary>
/// <param name="Roles">Empty: as they are.</param>
public sealed record AlterPolicyStatement(
    Identifier Name, ObjectName Table, Identifier? NewName, EquatableArray<Identifier> Roles, StoredText? Using, StoredText? Check, TextSpan Span) : Statement(Span);

/// <summary><c>DROP POLICY [IF EXISTS] name ON table</c></summary>
public sealed record DropPolicyStatement(Identifier Name, ObjectName Table, bool IfExists, TextSpan Span) : Statement(Span);

/// <summary>What ALTER [VIRTUAL] TABLE says about who sees what of the table.</summary>
public abstract record TableSecurityAction(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>{ENABLE | DISABLE | FORCE | NO FORCE} ROW LEVEL SECURITY</c></summary>
/// <param name="Enable">Null for FORCE and NO FORCE.</param>
/// <param name="Force">Null for ENABLE and DISABLE.</param>
public sealed record RowSecurityAction(bool? Enable, bool? Force, TextSpan Span) : TableSecurityAction(Span);

/// <summary><c>{ADD | ALTER} MASK (column USING expression, …)</c></summary>
public sealed record SetMasksAction(bool Replaces, EquatableArray<MaskItem> Items, TextSpan Span) : TableSecurityAction(Span);

public sealed record MaskItem(Identifier Column, StoredText Value);

/// <summary><c>DROP MASK (column, …)</c></summary>
public sealed record DropMasksAction(EquatableArray<Identifier> Columns, TextSpan Span) : TableSecurityAction(Span);
