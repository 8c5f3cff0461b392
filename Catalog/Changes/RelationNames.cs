using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>Names of relations: unique within their schema.</summary>
public static class RelationNames
{
    public static void RefuseDuplicate(CatalogSnapshot snapshot, string schema, string name)
    {
        if (IsTaken(snapshot, schema, name)) throw new GatewayException(SqlState.DuplicateTable, $"relation \"{name}\" already exists");
    }

    /// <summary>Whether a relation or an index of local tables has the name.</summary>
    public static bool IsTaken(CatalogSnapshot snapshot, string schema, string name) =>
        snapshot.Relations[schema] is var relations && (relations.FindExact(name) is not null || relations.Values.OfType<LocalTableEntry>().Any(table => HasIndex(table, name)));

    private static bool HasIndex(LocalTableEntry table, string name) => table.Handle.Keys.Any(key => key.Name == name) || table.Indexes.Any(index => index.Name == name);

    public static void RefuseSystem(RelationEntry relation)
    {
        if (relation is SystemViewEntry) throw IsSystem(relation);
    }

    internal static GatewayException IsSystem(RelationEntry relation) => new(SqlState.InsufficientPrivilege, $"permission denied: \"{relation.Name}\" is a system view");
}
