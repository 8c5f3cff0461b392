using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>CREATE REMOTE SUBSCRIPTION: a virtual table, or columns and rows of one, whose changes go to a target. What it is doing now is its <see cref="SubscriptionProgress"/>.</summary>
/// <param name="Source">The OID of the remote source.</param>
/// <param name="VirtualTable">The OID of the virtual table.</param>
public sealed record SubscriptionEntry(long Oid, string Schema, string Name, string Owner, long Source, long VirtualTable, SubscriptionTarget Target)
{
    /// <summary>AS (…): a query of the virtual table's columns and rows. Null for ON, which takes all of them.</summary>
    public StoredExpression? Query { get; init; }

    public ChangeMode Mode { get; init; }

    /// <summary>The target's column for the letter of a change, by its name in the store, which renaming does not change; null for none.</summary>
    public string? ChangeTypeColumn { get; init; }

    /// <summary>The same for the time of the source's commit.</summary>
    public string? ChangeTimeColumn { get; init; }

    /// <summary>The same for a change's place in its transaction.</summary>
    public string? ChangeSequenceColumn { get; init; }

    public SchemaChangePropagation SchemaChanges { get; init; }

    /// <summary>Columns of the source that were renamed, by their names there, and the target's columns they go to. Only where changes of the definition do not reach the target.</summary>
    public EquatableArray<RenamedColumn> RenamedColumns { get; init; }

    /// <summary>True when its target is the replica of its virtual table: then it is the gateway's own, and sees all rows whatever policies there are.</summary>
    public bool IsReplica => Schema == Changes.ReplicaTables.Schema;

    public string QualifiedName => $"{Schema}.{Name}";
}

/// <param name="RemoteName">What the source calls it now.</param>
/// <param name="TargetColumn">The target's column, by its name in the store.</param>
public sealed record RenamedColumn(string RemoteName, string TargetColumn);

/// <summary>Where the changes of a subscription go.</summary>
/// <param name="Object">The OID of the table, the procedure or the task; null for statements.</param>
public sealed record SubscriptionTarget(TargetKind Kind, long? Object)
{
    /// <summary>What runs when that is no procedure or task with a name; null otherwise.</summary>
    public ProcedureEntry? Statements { get; init; }

    /// <summary>What a procedure or a task is given besides the changes.</summary>
    public EquatableArray<TargetArgument> Arguments { get; init; }
}

/// <param name="Parameter">The parameter's name.</param>
/// <param name="Sql">The value as written.</param>
public sealed record TargetArgument(string Parameter, string Sql)
{
    /// <summary>Written in PROCEDURE PARAMETERS (…).</summary>
    public bool IsProcedures { get; init; }
}

public enum TargetKind
{
    Table,
    Procedure,
    Task,
}

/// <summary>What a target table shows of changes.</summary>
public enum ChangeMode
{
    /// <summary>NORMAL: the rows as they are at the source.</summary>
    Normal,

    /// <summary>UPSERT: the rows as they are or last were; a deleted one stays, marked.</summary>
    Upsert,

    /// <summary>INSERT: a row for each change.</summary>
    Insert,
}

/// <summary>How far changes of the source table's definition go.</summary>
public enum SchemaChangePropagation
{
    /// <summary>They are exceptions.</summary>
    None,

    /// <summary>WITH RESTRICTED SCHEMA CHANGES: to the virtual table.</summary>
    Restricted,

    /// <summary>WITH SCHEMA CHANGES: to the virtual table and the target.</summary>
    Full,
}
