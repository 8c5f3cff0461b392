using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Introspection;

/// <summary>A key of a table, seen as the constraint and the index PostgreSQL would have for it, or an index that is no key. Keys of virtual tables are the source's.</summary>
/// <param name="Number">The position among the table's keys; of what is only an index, counted from the other end.</param>
/// <param name="Index">The index that is no key: it is not unique.</param>
internal sealed record RelationKey(RelationEntry Relation, TableKey Key, int Number, TableIndex? Index = null)
{
    public string Name => Key.Name ?? (Key.IsPrimary ? $"{Relation.Name}_pkey" : $"{Relation.Name}_{string.Join('_', Columns.Select(column => column.Name))}_key");

    public bool IsUnique => Index is null;

    public bool IsConstraint => Index is null && !Key.IsIndexOnly;

    public long IndexOid => DerivedOids.OfIndex(Relation.Oid, Number);

    public long ConstraintOid => DerivedOids.OfKeyConstraint(Relation.Oid, Number);

    public IEnumerable<TableColumn> Columns => Key.Ordinals.Select(ordinal => Relation.Columns[ordinal]);

    /// <summary>The columns' numbers, from 1.</summary>
    public short[] AttributeNumbers => [.. Key.Ordinals.Select(ordinal => (short)(ordinal + 1))];

    /// <summary>PostgreSQL's <c>indoption</c>: 1 is DESC, 2 is NULLS FIRST.</summary>
    public short[] Options => [.. Key.Ordinals.Select((_, i) => Index?.Columns[i] is { } column ? (short)((column.Descending ? 1 : 0) + (column.NullsFirst ? 2 : 0)) : (short)0)];

    public static IEnumerable<RelationKey> Of(RelationEntry relation)
    {
        var keys = relation switch
        {
            LocalTableEntry table => table.Handle.Keys,
            VirtualTableEntry table => table.Handle.Keys,
            _ => default,
        };
        var unique = keys.Take(DerivedOids.MaxKeys).Select((key, number) => new RelationKey(relation, key, number));
        return relation is LocalTableEntry { Indexes: { IsEmpty: false } indexes } ? unique.Concat(indexes.Select((index, i) => Noted(relation, index, i))) : unique;
    }

    /// <summary>The keys that are constraints.</summary>
    public static IEnumerable<RelationKey> ConstraintsOf(RelationEntry relation) => Of(relation).Where(key => key.IsConstraint);

    /// <summary>The key or index behind an index's OID, or null.</summary>
    public static RelationKey? Find(CatalogSnapshot snapshot, long index) => DerivedOids.Index(index) is var (relation, number) ? Find(snapshot, relation, number) : null;

    /// <summary>A relation's key by its number, or null.</summary>
    public static RelationKey? Find(CatalogSnapshot snapshot, long relation, int number) =>
        snapshot.RelationsByOid.GetValueOrDefault(relation) is { } found ? Of(found).FirstOrDefault(key => key.Number == number) : null;

    public static IEnumerable<RelationKey> All(CatalogSnapshot snapshot) => Relations.All(snapshot).SelectMany(Of);

    public static IEnumerable<RelationKey> Constraints(CatalogSnapshot snapshot) => Relations.All(snapshot).SelectMany(ConstraintsOf);

    private static RelationKey Noted(RelationEntry relation, TableIndex index, int i) =>
        new(relation, new TableKey(IsPrimary: false, index.Columns.Select(column => column.Ordinal).ToEquatableArray(), index.Name), DerivedOids.MaxKeys - 1 - i, index);
}
