using FederationGateway.Catalog.Introspection;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_proc: the input and output functions of types.</summary>
internal sealed class PgProc() : PgCatalogRelation(
    "pg_proc", 1255,
    """
    oid oid, proname name, pronamespace oid, proowner oid, prolang oid, procost float4, prorows float4, provariadic oid, prosupport regproc, prokind "char", prosecdef bool,
    proleakproof bool, proisstrict bool, proretset bool, provolatile "char", proparallel "char", pronargs int2, pronargdefaults int2, prorettype oid, proargtypes oidvector,
    proallargtypes oid[], proargmodes "char"[], proargnames text[], proargdefaults pg_node_tree, protrftypes oid[], prosrc text, probin text, prosqlbody pg_node_tree,
    proconfig text[], proacl aclitem[]
    """, isTable: true)
{
    private const int Internal = 12;

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => FunctionRows.All.Select(function => new object?[]
    {
        function.Oid, function.Name, BuiltInCatalog.PgCatalogOid, Roles.SystemOwner(context.Snapshot), Internal, 1, 0, 0, 0, "f", false, false, function.IsStrict, false, function.Volatility, "s",
        function.Arguments.Length, 0, function.Result, function.Arguments, null, null, null, null, null, function.Name, null, null, null, null,
    });
}
