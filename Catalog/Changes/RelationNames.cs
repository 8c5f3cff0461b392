using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>Names of relations: unique within their schema.</summary>
public static class RelationNames
{
    public static void RefuseDuplicate(CatalogSnapshot snapshot, string schema, string name)
    {
        if (snapshot.Relations[schema].FindExact(name) is not null) throw new GatewayException(SqlState.DuplicateTable, $"relation \"{name}\" already exists");
    }

    public static void RefuseSystem(RelationEntry relation)
    {
        if (relation is SystemViewEntry) throw IsSystem(relation);
    }

    internal static GatewayException IsSystem(RelationEntry relation) => new(SqlState.InsufficientPrivilege, $"permission denied: \"{relation.Name}\" is a system view");
}
