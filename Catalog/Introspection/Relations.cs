using FederationGateway.Catalog.SystemViews;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Introspection;

/// <summary>What dictionary views of every standard say about relations.</summary>
internal static class Relations
{
    /// <summary>Every relation that has a name, by OID.</summary>
    public static IEnumerable<RelationEntry> All(CatalogSnapshot snapshot) => snapshot.RelationsByOid.Values.Where(relation => !snapshot.Replicas.ContainsKey(relation.Oid)).OrderBy(relation => relation.Oid);

    /// <summary>Every relation users made, by OID.</summary>
    public static IEnumerable<RelationEntry> OfUsers(CatalogSnapshot snapshot) => All(snapshot).Where(relation => relation is not SystemViewEntry);

    /// <summary>A name in a schema as PostgreSQL would have folded it: the dictionary's are in upper case, as in HANA.</summary>
    public static string FoldedName(string schema, string name) => schema == BuiltInCatalog.Sys ? name.ToLowerInvariant() : name;

    public static long SchemaOid(CatalogSnapshot snapshot, string schema) => snapshot.Schemas.FindExact(schema)?.Oid ?? 0;

    /// <summary>PostgreSQL's <c>relkind</c>: virtual tables are its foreign tables.</summary>
    public static char KindOf(RelationEntry relation) => relation switch
    {
        LocalTableEntry => 'r',
        VirtualTableEntry => 'f',
        SequenceEntry => 'S',
        SystemViewEntry when SystemViewTable.Find(relation.Oid).IsTable => 'r',
        _ => 'v',
    };

    public static TableHandle? HandleOf(RelationEntry relation) => relation switch
    {
        LocalTableEntry table => table.Handle,
        VirtualTableEntry table => table.PlanningHandle,
        _ => null,
    };

    public static IEnumerable<CheckConstraint> ChecksOf(RelationEntry relation) => relation is LocalTableEntry table ? table.Checks.Take(DerivedOids.MaxChecks) : [];

    public static bool IsTemporary(RelationEntry relation) => relation is LocalTableEntry { IsTemporary: true };
}
