using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>
/// <c>CREATE REPLICATION TASK name FROM {virtual_table | "source"."schema"} TO {table | schema} MODE … [INITIAL LOAD ONLY | REALTIME ONLY] [WHERE condition] [PARTITION BY …]</c>
/// </summary>
/// <param name="WhereText">The condition as written; null without one.</param>
public sealed record CreateReplicationTaskStatement(
    ObjectName Name, ObjectName Source, ObjectName Target, ReplicationMode Mode, ReplicationExtent Extent, SyntaxExpression? Where, string? WhereText, PartitionClause? Partitions, TextSpan Span) : Statement(Span);

/// <summary><c>PARTITION BY …</c>: the parts in which each table is loaded.</summary>
/// <param name="Text">As written.</param>
public abstract record PartitionClause(Identifier Column, string Text, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>PARTITION BY RANGE (column) (bound, …)</c>: what is below the first bound, from each bound to the next, and the rest.</summary>
public sealed record RangePartitions(Identifier Column, EquatableArray<SyntaxExpression> Bounds, string Text, TextSpan Span) : PartitionClause(Column, Text, Span);

/// <summary><c>PARTITION BY RANGE (column) PARTITIONS n</c>: ranges of equal width between the least and the greatest value.</summary>
public sealed record EqualPartitions(Identifier Column, int Count, string Text, TextSpan Span) : PartitionClause(Column, Text, Span);

/// <summary><c>PARTITION BY LIST (column) ((value, …), …)</c>: what has one of the values of a list, for each list, and the rest.</summary>
public sealed record ListPartitions(Identifier Column, EquatableArray<EquatableArray<SyntaxExpression>> Lists, string Text, TextSpan Span) : PartitionClause(Column, Text, Span);

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

/// <summary><c>CREATE TASK name {[AS] PROCEDURE procedure | [(parameters)] AS 'text'}</c></summary>
/// <param name="Procedure">Null when the task has statements of its own.</param>
public sealed record CreateTaskStatement(ObjectName Name, ObjectName? Procedure, TextSpan Span) : Statement(Span)
{
    public EquatableArray<ProcedureParameterClause> Parameters { get; init; }

    /// <summary>Null for a procedure.</summary>
    public BodyClause? Body { get; init; }
}

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
