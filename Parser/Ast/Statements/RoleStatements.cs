using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>CREATE ROLE, USER or GROUP.</summary>
/// <param name="IsUser">Written as USER: it can log in unless an option says otherwise.</param>
public sealed record CreateRoleStatement(Identifier Name, bool IsUser, RoleOptions Options, TextSpan Span) : Statement(Span);

public sealed record AlterRoleStatement(Identifier Name, RoleOptions Options, TextSpan Span) : Statement(Span);

public sealed record RenameRoleStatement(Identifier Name, Identifier NewName, TextSpan Span) : Statement(Span);

/// <summary><c>ALTER ROLE name SET setting TO value</c> and RESET.</summary>
/// <param name="Role"><c>null</c>: ALL.</param>
/// <param name="Setting"><c>null</c>: RESET ALL.</param>
/// <param name="Values">Empty: RESET, or TO DEFAULT.</param>
public sealed record RoleSettingStatement(Identifier? Role, Identifier? Database, string? Setting, EquatableArray<SettingValue> Values, TextSpan Span) : Statement(Span);

public sealed record DropRoleStatement(EquatableArray<Identifier> Names, bool IfExists, DropBehavior Behavior, TextSpan Span) : Statement(Span);

/// <summary><c>REASSIGN OWNED BY roles TO role</c></summary>
public sealed record ReassignOwnedStatement(EquatableArray<Identifier> Roles, Identifier NewOwner, TextSpan Span) : Statement(Span);

/// <summary><c>DROP OWNED BY roles</c></summary>
public sealed record DropOwnedStatement(EquatableArray<Identifier> Roles, DropBehavior Behavior, TextSpan Span) : Statement(Span);

/// <summary>What was written of a role's options; <c>null</c> where nothing was.</summary>
public sealed record RoleOptions
{
    public bool? IsAdministrator { get; init; }

    public bool? CanLogIn { get; init; }

    public bool? CanCreateRoles { get; init; }

    public bool? CanCreateDatabases { get; init; }

    public bool? Inherits { get; init; }

    public bool? CanReplicate { get; init; }

    public bool? BypassesRowSecurity { get; init; }

    /// <summary>-1: none.</summary>
    public int? ConnectionLimit { get; init; }

    /// <summary>A moment as text.</summary>
    public string? ValidUntil { get; init; }

    public PasswordOption? Password { get; init; }

    /// <summary>IN ROLE: the roles it becomes a member of.</summary>
    public EquatableArray<Identifier> MemberOf { get; init; }

    /// <summary>ROLE, USER: who become members of it.</summary>
    public EquatableArray<Identifier> Members { get; init; }

    /// <summary>ADMIN: who become members of it and may make others members.</summary>
    public EquatableArray<Identifier> Administrators { get; init; }
}

/// <param name="Secret"><c>null</c>: PASSWORD NULL, no password.</param>
public sealed record PasswordOption(string? Secret, TextSpan Span)
{
    public override string ToString() => "***";
}
