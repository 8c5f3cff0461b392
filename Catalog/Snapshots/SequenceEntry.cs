using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog;

/// <summary>A sequence: how it counts. Where it has come to is kept apart, outside of transactions (<see cref="Store.SequenceStore"/>).</summary>
public sealed record SequenceEntry(long Oid, string Schema, string Name, SqlType Type, SequenceRange Range) : RelationEntry(Oid, Schema, Name)
{
    private static readonly EquatableArray<TableColumn> State =
    [
        new TableColumn("last_value", "last_value", SqlType.Int8, IsNullable: false),
        new TableColumn("log_cnt", "log_cnt", SqlType.Int8, IsNullable: false),
        new TableColumn("is_called", "is_called", SqlType.Boolean, IsNullable: false),
    ];

    /// <summary>The one row that a query of the sequence reads.</summary>
    public override EquatableArray<TableColumn> Columns => State;

    public TableHandle Handle => new(TableHandle.SystemSource, [Schema, Name], Schema == "public" ? Name : $"{Schema}.{Name}", State, TableOid: Oid);

    /// <summary>The column it goes with: it is dropped with it. Null when it stands alone.</summary>
    public SequenceOwner? OwnedBy { get; init; }
}

/// <summary>The values a sequence runs through.</summary>
public sealed record SequenceRange(long Start, long Increment, long Minimum, long Maximum, bool Cycles, long Cache = 1);

/// <param name="Column">Its physical name, which stays the same when the column is renamed.</param>
public sealed record SequenceOwner(long Table, string Column);
