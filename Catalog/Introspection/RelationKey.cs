using FederationGateway.Plan;

namespace FederationGateway.Catalog.Introspection;

/// <summary>A key of a table, seen as the constraint and the index PostgreSQL would have for it. Keys of virtual tables are the source's.</summary>
/// <param name="Number">The position among the table's keys.</param>
internal sealed record RelationKey(RelationEntry Relation, TableKey Key, int Number)
{
    public string Name => Key.Name ?? (Key.IsPrimary ? $"{Relation.Name}_pkey" : $"{Relation.Name}_{string.Join('_', Columns.Select(column => column.Name))}_key");

    public long IndexOid => DerivedOids.OfIndex(Relation.Oid, Number);

    public long ConstraintOid => DerivedOids.OfKeyConstraint(Relation.Oid, Number);

    public IEnumerable<TableColumn> Columns => Key.Ordinals.Select(ordinal => Relation.Columns[ordinal]);

    /// <summary>The columns' numbers, from 1.</summary>
    public short[] AttributeNumbers => [.. Key.Ordinals.Select(ordinal => (short)(ordinal + 1))];

    public static IEnumerable<RelationKey> Of(RelationEntry relation)
    {
        var keys = relation switch
        {
            LocalTableEntry table => table.Handle.Keys,
            VirtualTableEntry table => table.Handle.Keys,
            _ => default,
        };
        return keys.Take(DerivedOids.MaxKeys).Select((key, number) => new RelationKey(relation, key, number));
    }

    /// <summary>The key behind an index's OID, or null.</summary>
    public static RelationKey? Find(CatalogSnapshot snapshot, long index) => DerivedOids.Index(index) is var (relation, number) ? Find(snapshot, relation, number) : null;

    /// <summary>A relation's key by its position, or null.</summary>
    public static RelationKey? Find(CatalogSnapshot snapshot, long relation, int number) =>
        snapshot.RelationsByOid.GetValueOrDefault(relation) is { } found ? Of(found).ElementAtOrDefault(number) : null;

    public static IEnumerable<RelationKey> All(CatalogSnapshot snapshot) => Relations.All(snapshot).SelectMany(Of);
}
