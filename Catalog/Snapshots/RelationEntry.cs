using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog;

/// <summary>Something with columns that a FROM clause can name.</summary>
public abstract record RelationEntry(long Oid, string Schema, string Name)
{
    public string Owner { get; init; } = "admin";

    public string? Comment { get; init; }

    public RowSecurity RowSecurity { get; init; }

    /// <summary>Its policies, oldest first; they are asked when <see cref="RowSecurity"/> says so.</summary>
    public EquatableArray<RowPolicy> Policies { get; init; }

    public EquatableArray<ColumnMask> Masks { get; init; }

    public abstract EquatableArray<TableColumn> Columns { get; }

    public string QualifiedName => $"{Schema}.{Name}";
}

/// <summary>A table in the gateway's own store. The handle's path and remote names are the physical ones there.</summary>
public sealed record LocalTableEntry(long Oid, string Schema, string Name, TableHandle Handle) : RelationEntry(Oid, Schema, Name)
{
    public override EquatableArray<TableColumn> Columns => Handle.Columns;

    public EquatableArray<CheckConstraint> Checks { get; init; }

    /// <summary>Indexes that are not unique: noted, not made.</summary>
    public EquatableArray<TableIndex> Indexes { get; init; }

    public bool IsTemporary { get; init; }

    /// <summary>Not null for a copy of what a virtual table points to, which no name leads to.</summary>
    public ReplicaDefinition? Replica { get; init; }
}

/// <summary>A CHECK constraint, as written.</summary>
public sealed record CheckConstraint(string Name, string Expression);

/// <summary>An index that is not unique, as CREATE INDEX described it.</summary>
public sealed record TableIndex(string Name, EquatableArray<IndexColumn> Columns);

/// <param name="Ordinal">Into the table's columns.</param>
public sealed record IndexColumn(int Ordinal, bool Descending, bool NullsFirst);

/// <summary>A virtual table: a pointer to an object of a remote source.</summary>
public sealed record VirtualTableEntry(long Oid, string Schema, string Name, string Source, RemoteObjectName RemoteName, TableHandle Handle) : RelationEntry(Oid, Schema, Name)
{
    public override EquatableArray<TableColumn> Columns => Handle.Columns;

    public DateTime CreateTime { get; init; }

    /// <summary>True when the columns were listed in the statement: REFRESH DEFINITION then only checks them.</summary>
    public bool HasExplicitColumns { get; init; }

    /// <summary>What CREATE STATISTICS made, oldest first.</summary>
    public EquatableArray<DataStatistics> DataStatistics { get; init; }

    /// <summary>The OID of the table that is its replica; null when it has none.</summary>
    public long? Replica { get; init; }

    /// <summary>The handle statements are planned with: the source's statistics, where created ones do not say better.</summary>
    public TableHandle PlanningHandle => StatisticsOverlay.Apply(Handle, DataStatistics);

    /// <summary>Whether another definition of the object says the same; how many rows it has does not matter.</summary>
    public bool IsDefinedAs(VirtualTableEntry other) =>
        RemoteName == other.RemoteName && Handle.Path == other.Handle.Path && Handle.Keys == other.Handle.Keys
        && Columns.Select(WithoutStatistics).SequenceEqual(other.Columns.Select(WithoutStatistics));

    private static TableColumn WithoutStatistics(TableColumn column) => column with { Statistics = null };
}

/// <summary>
/// A view: its query's text, bound anew at each use. Names mean what they meant when it was made; the search path of then is for those that were not noted.
/// </summary>
public sealed record ViewEntry(long Oid, string Schema, string Name, string Sql, EquatableArray<string> SearchPath, EquatableArray<TableColumn> ViewColumns) : RelationEntry(Oid, Schema, Name)
{
    public override EquatableArray<TableColumn> Columns => ViewColumns;

    /// <summary>The relations the query reads, by OID: what DROP … RESTRICT looks at.</summary>
    public EquatableArray<long> DependsOn { get; init; }

    /// <summary>The time zone of the session that made it: moments written without a zone are taken in it.</summary>
    public string? TimeZone { get; init; }

    /// <summary>When it was made, in microseconds since 1970-01-01 UTC: the moment <c>'now'</c> in it means.</summary>
    public long? Now { get; init; }

    /// <summary>What each name in the query was bound to.</summary>
    public EquatableArray<NameBinding> Names { get; init; }

    /// <summary>Where the text leaves a relation's schema out.</summary>
    public EquatableArray<NamePlace> Places { get; init; }
}

/// <summary>A dictionary view whose rows the gateway makes itself (<see cref="TableHandle.SystemSource"/>).</summary>
public sealed record SystemViewEntry(long Oid, string Schema, string Name, TableHandle Handle) : RelationEntry(Oid, Schema, Name)
{
    public override EquatableArray<TableColumn> Columns => Handle.Columns;
}
