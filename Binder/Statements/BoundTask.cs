using FederationGateway.Catalog;

namespace FederationGateway.Binder.Statements;

/// <summary>What CREATE REPLICATION TASK means.</summary>
/// <param name="Table">The one virtual table it reads; null for all tables of <paramref name="RemoteSchema"/>.</param>
/// <param name="TargetName">The one target's name; null when each has its table's.</param>
/// <param name="HasTarget">True when that table is there.</param>
/// <param name="QueryText">WHERE: the query of the virtual table's columns and rows; null without it.</param>
public sealed record BoundTask(RemoteSourceEntry Source, VirtualTableEntry? Table, string? RemoteSchema, string TargetSchema, string? TargetName, bool HasTarget, string? QueryText)
{
    /// <summary>What the names in the query mean: kept with it.</summary>
    public EquatableArray<NameBinding> Names { get; init; }

    /// <summary>What whoever makes the task has to be allowed.</summary>
    public EquatableArray<TableAccess> Accesses { get; init; }
}
