using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>GRANT of privileges (on something, or of the system) or of roles: which of the two, only the catalog knows where no target is written.</summary>
/// <param name="Option">WITH GRANT OPTION or WITH ADMIN OPTION.</param>
/// <param name="GrantedBy">GRANTED BY.</param>
public sealed record GrantStatement(
    EquatableArray<GrantedItem> Items, GrantTarget? Target, EquatableArray<Identifier> Grantees, GrantOption Option, Identifier? GrantedBy, TextSpan Span) : Statement(Span);

/// <param name="OptionOnly">GRANT OPTION FOR, ADMIN OPTION FOR: what was granted stays.</param>
public sealed record RevokeStatement(
    EquatableArray<GrantedItem> Items,
    GrantTarget? Target,
    EquatableArray<Identifier> Grantees,
    GrantOption OptionOnly,
    Identifier? GrantedBy,
    DropBehavior Behavior,
    TextSpan Span) : Statement(Span);

public enum GrantOption
{
    None,
    Grant,
    Admin,
}

/// <summary>A privilege, or a role.</summary>
/// <param name="Words">The words in capitals: <c>SELECT</c>, <c>CREATE VIRTUAL TABLE</c>.</param>
/// <param name="Role">The same as a name, when it is a single word.</param>
/// <param name="Columns">Empty: all.</param>
public sealed record GrantedItem(string Words, Identifier? Role, EquatableArray<Identifier> Columns, TextSpan Span) : SyntaxNode(Span);

public enum GrantTargetKind
{
    Relation,

    /// <summary>ALL TABLES IN SCHEMA.</summary>
    SchemaContent,
    Sequence,

    /// <summary>ALL SEQUENCES IN SCHEMA.</summary>
    SchemaSequences,
    Schema,
    RemoteSource,

    /// <summary>ALL REMOTE SOURCES: those of now and those to come.</summary>
    AllRemoteSources,
    Database,
    Procedure,
    Task,
}

/// <summary>What privileges are granted on.</summary>
public sealed record GrantTarget(GrantTargetKind Kind, EquatableArray<ObjectName> Names, TextSpan Span) : SyntaxNode(Span)
{
    /// <summary>PROCEDURE: instead of names.</summary>
    public EquatableArray<RoutineReference> Procedures { get; init; }
}

/// <summary><c>ALTER SCHEMA name OWNER TO role</c></summary>
public sealed record AlterSchemaOwnerStatement(Identifier Name, Identifier NewOwner, TextSpan Span) : Statement(Span);
