using FederationGateway.Catalog.Introspection;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_type: the types, with PostgreSQL's numbers.</summary>
internal sealed class PgType() : PgCatalogRelation(
    "pg_type", 1247,
    """
    oid oid, typname name, typnamespace oid, typowner oid, typlen int2, typbyval bool, typtype "char", typcategory "char", typispreferred bool, typisdefined bool,
    typdelim "char", typrelid oid, typsubscript regproc, typelem oid, typarray oid, typinput regproc, typoutput regproc, typreceive regproc, typsend regproc,
    typmodin regproc, typmodout regproc, typanalyze regproc, typalign "char", typstorage "char", typnotnull bool, typbasetype oid, typtypmod int4, typndims int4,
    typcollation oid, typdefaultbin pg_node_tree, typdefault text, typacl aclitem[]
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => TypeRows.ByOid.Values.Select(type => new object?[]
    {
        type.Oid, type.Name, BuiltInCatalog.PgCatalogOid, Roles.SystemOwner(context.Snapshot), type.Length, type.IsByValue, type.Type, type.Category, type.IsPreferred, true, ',', 0,
        type.Subscript, type.Element, type.Array, type.Input, type.Output, type.Receive, type.Send, type.ModifierInput, type.ModifierOutput, type.Analyze,
        type.Align, type.Storage, false, 0, -1, 0, type.Collation, null, null, null,
    });
}
