using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_foreign_data_wrapper: the adapters.</summary>
internal sealed class PgForeignDataWrapper() : PgCatalogRelation(
    "pg_foreign_data_wrapper", 2328,
    """
    oid oid, fdwname name, fdwowner oid, fdwhandler oid, fdwvalidator oid, fdwacl aclitem[], fdwoptions text[]
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        context.Runtime.Adapters.Select(adapter => new object?[] { DerivedOids.OfAdapter(adapter.Name), adapter.Name, Roles.SystemOwner(context.Snapshot), 0, 0, null, null });
}
