using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>What a statement does with a relation.</summary>
public enum TableAction
{
    Select,
    Insert,
    Update,
    Delete,
}

/// <summary>That a statement reads or writes a relation: what whoever runs it has to be allowed, each time it runs.</summary>
/// <param name="TableOid">The relation; 0 for a source's table by its three-part name.</param>
/// <param name="Columns">The columns it reads or writes, by ordinal; none when it needs no particular one, as in <c>count(*)</c>.</param>
public sealed record TableAccess(long TableOid, TableAction Action, EquatableArray<int> Columns)
{
    /// <summary>The remote source of a three-part name.</summary>
    public string? Source { get; init; }

    /// <summary>The owner of the view on whose rights it happens; null for the user's own.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>True when the statement itself names it, by a name that is looked up: its schema has to be usable then.</summary>
    public bool IsNamed { get; init; }
}
