using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>CREATE, ALTER and DROP SCHEMA.</summary>
public static class SchemaChanges
{
    public static void Create(CatalogTransaction transaction, string name, bool ifNotExists, string owner)
    {
        if (transaction.Snapshot.Schemas.FindExact(name) is not null)
        {
            if (!ifNotExists) throw new GatewayException(SqlState.DuplicateSchema, $"schema \"{name}\" already exists");
            transaction.Notices.Add($"schema \"{name}\" already exists, skipping");
            return;
        }

        if (name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase))
            throw new GatewayException(SqlState.InvalidName, $"unacceptable schema name \"{name}\"") { Detail = "The prefix \"pg_\" is reserved for system schemas." };
        if (name == ReplicaTables.Schema) throw new GatewayException(SqlState.InvalidName, $"unacceptable schema name \"{name}\"") { Detail = "It is where the dictionary says that replicas are." };
        transaction.Add(new SchemaEntry(transaction.NewOid(), name, Owner: owner));
    }

    /// <summary>Drops a schema: with RESTRICT only an empty one.</summary>
    public static void Drop(CatalogTransaction transaction, string name, bool ifExists, bool cascade)
    {
        if (transaction.Snapshot.FindSchema(name) is not { } schema)
        {
            if (!ifExists) throw Missing(name);
            transaction.Notices.Add($"schema \"{name}\" does not exist, skipping");
            return;
        }

        RefuseSystem(schema);
        RelationDrops.Drop(
            transaction, [.. transaction.Snapshot.Relations[schema.Name].Values], cascade, $"schema {schema.Name}", areNamed: false,
            transaction.Snapshot.SubscriptionsByOid.Values.Where(subscription => subscription.Schema == schema.Name),
            transaction.Snapshot.Tasks.Values.Where(task => task.Schema == schema.Name || task.TargetSchema == schema.Name),
            transaction.Snapshot.Procedures.Values.Where(procedure => procedure.Schema == schema.Name));
        transaction.Remove(transaction.Snapshot.Schemas.FindExact(schema.Name)!);
    }

    /// <summary>The schema a new object goes into: it must exist and not be a system schema.</summary>
    public static SchemaEntry Target(CatalogSnapshot snapshot, string name)
    {
        var schema = snapshot.FindSchema(name) ?? throw Missing(name);
        RefuseSystem(schema);
        return schema;
    }

    private static GatewayException Missing(string name) => new(SqlState.InvalidSchemaName, $"schema \"{name}\" does not exist");

    internal static void RefuseSystem(SchemaEntry schema)
    {
        if (schema.IsSystem) throw new GatewayException(SqlState.InsufficientPrivilege, $"permission denied for schema {schema.Name}") { Detail = "It is a system schema." };
    }
}
