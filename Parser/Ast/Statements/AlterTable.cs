using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary><c>ALTER {TABLE | VIEW | INDEX} [IF EXISTS] name action, …</c></summary>
public sealed record AlterTableStatement(
    ObjectKind Kind,
    ObjectName Name,
    bool IfExists,
    EquatableArray<AlterTableAction> Actions,
    TextSpan Span) : Statement(Span);

public abstract record AlterTableAction(TextSpan Span) : SyntaxNode(Span);

public sealed record AddColumnAction(ColumnDefinition Column, bool IfNotExists, TextSpan Span) : AlterTableAction(Span);

public sealed record DropColumnAction(Identifier Column, bool IfExists, DropBehavior Behavior, TextSpan Span) : AlterTableAction(Span);

public sealed record RenameColumnAction(Identifier Column, Identifier NewName, TextSpan Span) : AlterTableAction(Span);

public sealed record RenameTableAction(Identifier NewName, TextSpan Span) : AlterTableAction(Span);

public sealed record SetSchemaAction(Identifier Schema, TextSpan Span) : AlterTableAction(Span);

/// <param name="Using">How to convert the values there are; <c>null</c>: an assignment cast.</param>
public sealed record AlterColumnTypeAction(Identifier Column, TypeName Type, SyntaxExpression? Using, TextSpan Span) : AlterTableAction(Span);

/// <param name="Value"><c>null</c>: DROP DEFAULT.</param>
/// <param name="Text">The expression's own text, to be stored.</param>
public sealed record AlterColumnDefaultAction(Identifier Column, SyntaxExpression? Value, string? Text, TextSpan Span) : AlterTableAction(Span);

/// <summary>SET NOT NULL (false) or DROP NOT NULL (true).</summary>
public sealed record AlterColumnNullabilityAction(Identifier Column, bool Nullable, TextSpan Span) : AlterTableAction(Span);

/// <summary><c>ALTER COLUMN c ADD GENERATED { ALWAYS | BY DEFAULT } AS IDENTITY [(options)]</c></summary>
public sealed record AddIdentityAction(Identifier Column, bool Always, EquatableArray<SequenceOption> Options, TextSpan Span) : AlterTableAction(Span);

/// <summary><c>ALTER COLUMN c DROP IDENTITY [IF EXISTS]</c></summary>
public sealed record DropIdentityAction(Identifier Column, bool IfExists, TextSpan Span) : AlterTableAction(Span);

public sealed record AddConstraintAction(TableConstraint Constraint, TextSpan Span) : AlterTableAction(Span);

public sealed record DropConstraintAction(Identifier Name, bool IfExists, DropBehavior Behavior, TextSpan Span) : AlterTableAction(Span);

public sealed record ChangeOwnerAction(Identifier NewOwner, TextSpan Span) : AlterTableAction(Span);

public sealed record ChangeSecurityAction(TableSecurityAction Action, TextSpan Span) : AlterTableAction(Span);

/// <summary>An action that is recognised and not modelled (triggers, inheritance …).</summary>
public sealed record UnsupportedAlterAction(string Construct, TextSpan Span) : AlterTableAction(Span);
