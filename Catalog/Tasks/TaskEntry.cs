using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>CREATE REPLICATION TASK: what is to be replicated, and how. START TASK makes what it takes. Or CREATE TASK: a procedure that runs as a task.</summary>
/// <param name="Source">The OID of the remote source; 0 for a procedure.</param>
/// <param name="TargetSchema">Where its targets are, and what it makes for them.</param>
public sealed record TaskEntry(long Oid, string Schema, string Name, string Owner, long Source, string TargetSchema)
{
    /// <summary>The OID of the one virtual table it reads; null for all tables of <see cref="RemoteSchema"/>.</summary>
    public long? VirtualTable { get; init; }

    public string? RemoteSchema { get; init; }

    /// <summary>The OID of the procedure that it runs; null for none.</summary>
    public long? Procedure { get; init; }

    /// <summary>What it runs when that is no procedure with a name; null for none.</summary>
    public ProcedureEntry? Statements { get; init; }

    public bool IsReplication => Procedure is null && Statements is null;

    /// <summary>The one target's name; null when each has its table's.</summary>
    public string? TargetName { get; init; }

    public ChangeMode Mode { get; init; }

    public TaskExtent Extent { get; init; }

    /// <summary>WHERE: the query of the virtual table's columns and rows. Null without it.</summary>
    public StoredExpression? Query { get; init; }

    /// <summary>WHERE over all tables of a schema: the condition alone. Null without it, and with <see cref="Query"/>.</summary>
    public StoredExpression? Condition { get; init; }

    /// <summary>PARTITION BY … as written: the parts in which each table is loaded. Null without it.</summary>
    public string? Partitions { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreateTime { get; init; }

    /// <summary>What starting it has made, or has found and taken.</summary>
    public EquatableArray<TaskTable> Tables { get; init; }

    public string QualifiedName => $"{Schema}.{Name}";
}

/// <summary>Whether what is there is loaded, and what changes is applied.</summary>
public enum TaskExtent
{
    LoadAndChanges,
    LoadOnly,
    ChangesOnly,
}

/// <summary>A table of a task, by OIDs.</summary>
/// <param name="Subscription">Null for a load only.</param>
public sealed record TaskTable(long VirtualTable, long Target, long? Subscription);
