using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary><c>CREATE REMOTE SUBSCRIPTION name {ON virtual_table | AS (query)} [WITH [RESTRICTED] SCHEMA CHANGES] TARGET …</c></summary>
/// <param name="VirtualTable">ON: all columns and rows. Null for AS.</param>
/// <param name="Query">AS: columns and rows of one virtual table. Null for ON.</param>
/// <param name="QueryText">The query as written.</param>
public sealed record CreateRemoteSubscriptionStatement(
    ObjectName Name, ObjectName? VirtualTable, QueryStatement? Query, string? QueryText, PropagatedChanges Propagated, SubscriptionTargetClause Target, TextSpan Span) : Statement(Span);

/// <summary>How far changes of the source table's definition go.</summary>
public enum PropagatedChanges
{
    None,

    /// <summary>WITH RESTRICTED SCHEMA CHANGES</summary>
    Restricted,

    /// <summary>WITH SCHEMA CHANGES</summary>
    All,
}

public enum SubscriptionTargetKind
{
    Table,
    Task,
    Procedure,
}

/// <summary>What is written at a change.</summary>
public enum LoadBehavior
{
    /// <summary>Nothing said: the rows as they are at the source.</summary>
    Normal,

    /// <summary>UPSERT: deleted rows stay, marked.</summary>
    Upsert,

    /// <summary>INSERT: a row for each change.</summary>
    Insert,
}

/// <summary><c>TARGET [TABLE] name [CHANGE TYPE COLUMN c] … [INSERT | UPSERT]</c>, <c>TARGET {TASK | PROCEDURE} {name … | AS 'text'}</c></summary>
/// <param name="Name">The subscription's for statements.</param>
public sealed record SubscriptionTargetClause(SubscriptionTargetKind Kind, ObjectName Name, EquatableArray<ChangeColumnClause> ChangeColumns, LoadBehavior Load, TextSpan Span) : SyntaxNode(Span)
{
    /// <summary>What a task or a procedure is given besides the changes.</summary>
    public EquatableArray<GivenArgument> Arguments { get; init; }

    /// <summary>Statements instead of something that has a name; null otherwise.</summary>
    public BodyClause? Body { get; init; }
}

/// <summary>An argument with its text, for what is kept.</summary>
/// <param name="Text">The value as written.</param>
/// <param name="IsProcedures">True when it is among PROCEDURE PARAMETERS (…).</param>
public sealed record GivenArgument(FunctionArgument Argument, string Text, bool IsProcedures, TextSpan Span) : SyntaxNode(Span);

public enum ChangeColumnKind
{
    Type,
    Time,
    Sequence,
}

/// <summary><c>CHANGE TYPE COLUMN c</c></summary>
public sealed record ChangeColumnClause(ChangeColumnKind Kind, Identifier Column, TextSpan Span) : SyntaxNode(Span);

public enum SubscriptionCommand
{
    Queue,
    Distribute,
    Reset,

    /// <summary>The target is made equal to the source again.</summary>
    Resync,
}

/// <summary><c>ALTER REMOTE SUBSCRIPTION name {QUEUE | DISTRIBUTE | RESET | RESYNC [WHERE condition]}</c></summary>
public sealed record AlterRemoteSubscriptionStatement(ObjectName Name, SubscriptionCommand Command, TextSpan Span) : Statement(Span)
{
    /// <summary>RESYNC: over the columns of the virtual table. Null for all rows.</summary>
    public SyntaxExpression? Where { get; init; }

    /// <summary>The condition as written.</summary>
    public string? WhereText { get; init; }
}

/// <summary><c>ALTER REMOTE SUBSCRIPTION name [ON virtual_table | AS (query)] [TARGET …]</c>: what is not said stays.</summary>
public sealed record RedefineRemoteSubscriptionStatement(ObjectName Name, ObjectName? VirtualTable, QueryStatement? Query, string? QueryText, SubscriptionTargetClause? Target, TextSpan Span) : Statement(Span);

/// <summary><c>ALTER REMOTE SUBSCRIPTION name OWNER TO role</c></summary>
public sealed record ChangeSubscriptionOwnerStatement(ObjectName Name, Identifier NewOwner, TextSpan Span) : Statement(Span);

public sealed record DropRemoteSubscriptionStatement(EquatableArray<ObjectName> Names, bool IfExists, TextSpan Span) : Statement(Span);

public enum ExceptionCommand
{
    /// <summary>What failed is tried again.</summary>
    Retry,

    /// <summary>What failed is skipped.</summary>
    Ignore,

    /// <summary>The rows are removed, whatever becomes of what failed.</summary>
    Purge,
}

/// <summary>
/// <c>PROCESS REMOTE SUBSCRIPTION EXCEPTION oid {RETRY | IGNORE}</c>, <c>PROCESS REMOTE SUBSCRIPTION EXCEPTIONS [WHERE predicate] {RETRY | IGNORE | PURGE}</c>
/// </summary>
/// <param name="Oid">Null for several.</param>
/// <param name="Where">Over the columns of REMOTE_SUBSCRIPTION_EXCEPTIONS; null for all of them.</param>
public sealed record ProcessRemoteSubscriptionExceptionStatement(long? Oid, SyntaxExpression? Where, ExceptionCommand Command, TextSpan Span) : Statement(Span);
