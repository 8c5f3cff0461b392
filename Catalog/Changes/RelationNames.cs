using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>Names of relations: unique within their schema, at most 63 bytes as PostgreSQL has it.</summary>
public static class RelationNames
{
    public static void RefuseDuplicate(CatalogSnapshot snapshot, string schema, string name)
    {
        if (snapshot.Relations[schema].FindExact(name) is not null) throw new GatewayException(SqlState.DuplicateTable, $"relation \"{name}\" already exists");
    }
}
