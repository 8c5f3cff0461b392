using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>COMMENT ON.</summary>
public static class Comments
{
    public static void OnSchema(CatalogTransaction transaction, SchemaEntry schema, string? text)
    {
        SchemaChanges.RefuseSystem(schema);
        transaction.Replace(schema, schema with { Comment = text });
    }

    public static void OnRelation(CatalogTransaction transaction, RelationEntry relation, string? text)
    {
        RelationNames.RefuseSystem(relation);
        transaction.Replace(relation, relation with { Comment = text });
    }

    public static void OnColumn(CatalogTransaction transaction, RelationEntry relation, string column, string? text)
    {
        EquatableArray<TableColumn> Changed() => relation.Columns.Any(candidate => candidate.Name == column)
            ? relation.Columns.Select(candidate => candidate.Name == column ? candidate with { Comment = text } : candidate).ToEquatableArray()
            : throw new GatewayException(SqlState.UndefinedColumn, $"column \"{column}\" of relation \"{relation.Name}\" does not exist");

        transaction.Replace(relation, relation switch
        {
            LocalTableEntry table => table with { Handle = table.Handle with { Columns = Changed() } },
            VirtualTableEntry table => table with { Handle = table.Handle with { Columns = Changed() } },
            ViewEntry view => view with { ViewColumns = Changed() },
            _ => throw RelationNames.IsSystem(relation),
        });
    }
}
