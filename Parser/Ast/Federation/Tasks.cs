using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>
/// <c>CREATE REPLICATION TASK name FROM {virtual_table | "source"."schema"} TO {table | schema} MODE … [INITIAL LOAD ONLY | REALTIME ONLY] [WHERE condition]</c>
/// </summary>
/// <param name="WhereText">The condition as written; null without one.</param>
public sealed record CreateReplicationTaskStatement(
    ObjectName Name, ObjectName Source, ObjectName Target, ReplicationMode Mode, ReplicationExtent Extent, SyntaxExpression? Where, string? WhereText, TextSpan Span) : Statement(Span);

/// <summary>What targets show of changes.</summary>
public enum ReplicationMode
{
    /// <summary>REPLICATION: the rows as they are at the source.</summary>
    Replication,

    /// <summary>LOGICAL DELETE: deleted rows stay, marked.</summary>
    LogicalDelete,

    /// <summary>PRESERVE ALL: a row for each change.</summary>
    PreserveAll,
}

/// <summary>Whether what is there is loaded, and what changes is applied.</summary>
public enum ReplicationExtent
{
    Both,

    /// <summary>INITIAL LOAD ONLY</summary>
    InitialLoadOnly,

    /// <summary>REALTIME ONLY</summary>
    RealtimeOnly,
}

/// <summary><c>CREATE TASK name [AS] PROCEDURE procedure</c></summary>
public sealed record CreateTaskStatement(ObjectName Name, ObjectName Procedure, TextSpan Span) : Statement(Span);

/// <summary><c>START TASK name [ASYNC] [([parameter =>] value, …)] [PROCEDURE PARAMETERS (…)]</c></summary>
public sealed record StartTaskStatement(ObjectName Name, bool IsAsync, TextSpan Span) : Statement(Span)
{
    public EquatableArray<GivenArgument> Arguments { get; init; }
}

/// <summary><c>CANCEL TASK execution [WAIT seconds]</c></summary>
/// <param name="WaitSeconds">0 for not at all; null when nothing is said.</param>
public sealed record CancelTaskStatement(long Execution, int? WaitSeconds, TextSpan Span) : Statement(Span);

/// <summary><c>DROP [REPLICATION] TASK [IF EXISTS] name, … [CASCADE | RESTRICT]</c></summary>
public sealed record DropTaskStatement(EquatableArray<ObjectName> Names, bool IfExists, DropBehavior Behavior, TextSpan Span) : Statement(Span);
