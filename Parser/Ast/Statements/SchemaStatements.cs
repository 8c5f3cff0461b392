using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

public enum DropBehavior
{
    /// <summary>Also when nothing was written.</summary>
    Restrict,
    Cascade,
}

public enum ObjectKind
{
    Schema,
    Table,
    View,
    MaterializedView,
    Index,
    Sequence,
    VirtualTable,
    RemoteSource,
    Adapter,
    Column,
    Constraint,
    Database,
    Function,
    Type,
    Role,
    Other,
}

/// <summary>DROP of any kind of object the gateway models.</summary>
/// <param name="WithRemote">HANA's <c>WITH REMOTE</c>: the remote table goes too.</param>
public sealed record DropStatement(
    ObjectKind Kind,
    EquatableArray<ObjectName> Names,
    bool IfExists,
    DropBehavior Behavior,
    bool WithRemote,
    TextSpan Span) : Statement(Span);

/// <param name="Name"><c>null</c> when only AUTHORIZATION names it.</param>
public sealed record CreateSchemaStatement(Identifier? Name, Identifier? Authorization, bool IfNotExists, TextSpan Span) : Statement(Span);

/// <summary><c>CREATE [OR REPLACE] [TEMP] [RECURSIVE] VIEW</c></summary>
/// <param name="QueryText">The query's own text, to be stored.</param>
public sealed record CreateViewStatement(
    ObjectName Name,
    EquatableArray<Identifier> Columns,
    bool OrReplace,
    bool Temporary,
    bool Recursive,
    EquatableArray<StatementOption> Options,
    QueryStatement Query,
    string QueryText,
    bool CheckOption,
    TextSpan Span) : Statement(Span);

/// <param name="Name"><c>null</c>: the gateway chooses.</param>
public sealed record CreateIndexStatement(
    Identifier? Name,
    ObjectName Table,
    bool Unique,
    bool IfNotExists,
    Identifier? Method,
    EquatableArray<SortItem> Columns,
    SyntaxExpression? Where,
    TextSpan Span) : Statement(Span);

/// <summary><c>COMMENT ON kind name IS 'text' | NULL</c></summary>
/// <param name="Name">For a column: its table's name and the column's.</param>
public sealed record CommentStatement(ObjectKind Kind, ObjectName Name, string? Text, TextSpan Span) : Statement(Span);

/// <summary><c>CREATE SEQUENCE name …</c></summary>
public sealed record CreateSequenceStatement(ObjectName Name, bool IfNotExists, bool Temporary, EquatableArray<SequenceOption> Options, TextSpan Span) : Statement(Span);

/// <summary><c>ALTER SEQUENCE name …</c></summary>
public sealed record AlterSequenceStatement(ObjectName Name, bool IfExists, EquatableArray<SequenceOption> Options, TextSpan Span) : Statement(Span);

/// <summary>One option of a sequence.</summary>
/// <param name="Name">In lower case: <c>start</c>, <c>no cycle</c>, <c>owned</c> …</param>
/// <param name="Number">With its sign.</param>
/// <param name="Type">Of <c>AS type</c>.</param>
/// <param name="Target">Of <c>OWNED BY table.column</c> and <c>SEQUENCE NAME name</c>.</param>
public sealed record SequenceOption(string Name, string? Number, TypeName? Type, ObjectName? Target, TextSpan Span) : SyntaxNode(Span);
