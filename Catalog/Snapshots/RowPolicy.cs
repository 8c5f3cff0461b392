using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog;

/// <summary>Whether a table's policies are asked, and of whom.</summary>
public enum RowSecurity
{
    Off,

    /// <summary>Of everybody but the owner.</summary>
    On,

    /// <summary>Of the owner, too.</summary>
    Forced,
}

/// <summary>An expression over a table's columns that is kept as text and bound anew at each use, its names meaning what they meant when it was made.</summary>
/// <param name="Now">The moment <c>'now'</c> in it means, in microseconds since 1970-01-01 UTC.</param>
public sealed record StoredExpression(string Sql, EquatableArray<string> SearchPath, string? TimeZone, long? Now, EquatableArray<NameBinding> Names);

/// <summary>CREATE POLICY: which rows of a table some roles may see, change and remove, and which they may write.</summary>
/// <param name="Condition">What rows that are there have to pass. A restrictive policy without one lets every row through, a permissive one none.</param>
public sealed record RowPolicy(long Oid, string Name, StoredExpression? Condition)
{
    /// <summary>True when rows must pass it as well as one of the permissive ones.</summary>
    public bool IsRestrictive { get; init; }

    /// <summary>True when it is for all that may be done with a row.</summary>
    public bool IsForAll { get; init; }

    /// <summary>What it is for otherwise.</summary>
    public TableAction Action { get; init; }

    /// <summary>What rows have to pass as they are written; null for <see cref="Condition"/>.</summary>
    public StoredExpression? Check { get; init; }

    public bool IsFor(TableAction action) => IsForAll || Action == action;

    /// <summary>The roles' OIDs; 0 for PUBLIC.</summary>
    public EquatableArray<long> Roles { get; init; }
}

/// <summary>ADD MASK: what those see in place of a column who may not see it.</summary>
/// <param name="Column">The column's name in the store or at the source, which renaming does not change.</param>
public sealed record ColumnMask(string Column, StoredExpression Value);
