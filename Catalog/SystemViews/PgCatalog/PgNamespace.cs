using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_namespace: the schemas. That of the dictionary is in lower case here: see <see cref="PgClass"/>.</summary>
internal sealed class PgNamespace() : PgCatalogRelation(
    "pg_namespace", 2615,
    """
    oid oid, nspname name, nspowner oid, nspacl aclitem[]
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        context.Snapshot.Schemas.Values.OrderBy(schema => schema.Oid).Select(schema => new object?[] { schema.Oid, Relations.FoldedName(schema.Name, schema.Name), Roles.OidOf(context.Snapshot, schema.Owner), AclText.Of(context.Snapshot, schema) });
}
