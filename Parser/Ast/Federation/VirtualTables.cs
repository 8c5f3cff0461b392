using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary><c>CREATE VIRTUAL TABLE name [(columns)] AT "source"."database"."schema"."object" …</c></summary>
/// <param name="Columns">Empty: taken from the source.</param>
/// <param name="RemoteProperties"><c>REMOTE PROPERTY 'p' = 'v'</c>: handed to the adapter when it reads the table's structure.</param>
/// <param name="Properties"><c>WITH PROPERTY 'p' = 'v'</c>: properties of the virtual table.</param>
/// <param name="WithRemote">WITH REMOTE: the table is created at the source too.</param>
/// <param name="IsForeign">True for PostgreSQL's spelling, <c>CREATE FOREIGN TABLE … SERVER … OPTIONS (…)</c>.</param>
public sealed record CreateVirtualTableStatement(
    ObjectName Name,
    bool IfNotExists,
    EquatableArray<VirtualColumnDefinition> Columns,
    RemoteObjectName Remote,
    EquatableArray<PropertySetting> RemoteProperties,
    EquatableArray<PropertySetting> Properties,
    bool WithRemote,
    bool IsForeign,
    TextSpan Span) : Statement(Span);

/// <param name="Properties"><c>WITH PROPERTY 'p' = 'v'</c>: properties of the column.</param>
/// <param name="RemoteName">The column's name at the source, when it is another.</param>
public sealed record VirtualColumnDefinition(ColumnDefinition Column, EquatableArray<PropertySetting> Properties, string? RemoteName, TextSpan Span) : SyntaxNode(Span);

/// <summary>
/// The two to four parts after AT. Two parts are source and object, three source, schema and object. A part written <c>NULL</c> or
/// <c>"&lt;NULL&gt;"</c> is <c>null</c>. Remote names are case-sensitive when quoted; unquoted ones are folded like any other.
/// </summary>
public sealed record RemoteObjectName(Identifier Source, Identifier? Database, Identifier? Schema, Identifier Object, TextSpan Span) : SyntaxNode(Span);

public sealed record AlterVirtualTableStatement(ObjectName Name, AlterVirtualTableAction Action, TextSpan Span) : Statement(Span);

public abstract record AlterVirtualTableAction(TextSpan Span) : SyntaxNode(Span);

/// <param name="Column"><c>null</c>: properties of the table.</param>
public sealed record SetTablePropertiesAction(Identifier? Column, EquatableArray<PropertySetting> Properties, TextSpan Span) : AlterVirtualTableAction(Span);

/// <param name="Column"><c>null</c>: properties of the table.</param>
/// <param name="Names">Empty: ALL.</param>
public sealed record UnsetTablePropertiesAction(Identifier? Column, EquatableArray<string> Names, TextSpan Span) : AlterVirtualTableAction(Span);

public sealed record ChangeTableSecurityAction(TableSecurityAction Action, TextSpan Span) : AlterVirtualTableAction(Span);

public sealed record ChangeTableOwnerAction(Identifier NewOwner, TextSpan Span) : AlterVirtualTableAction(Span);

public sealed record RefreshDefinitionAction(TextSpan Span) : AlterVirtualTableAction(Span);

public enum ReplicaCommand
{
    Add,
    Alter,
    Enable,
    Disable,
    Drop,
    RefreshSnapshot,
}

/// <summary>ADD [SHARED | NOT SHARED] [SNAPSHOT] REPLICA, ALTER / ENABLE / DISABLE / DROP REPLICA, REFRESH SNAPSHOT REPLICA.</summary>
/// <param name="Cancel">CANCEL ADD … and CANCEL REFRESH …: aborts a running one.</param>
/// <param name="Name">The table of ADD NOT SHARED REPLICA NAME.</param>
public sealed record ReplicaAction(
    ReplicaCommand Command,
    bool Cancel,
    bool Shared,
    bool Snapshot,
    ObjectName? Name,
    bool Async,
    TextSpan Span) : AlterVirtualTableAction(Span);
