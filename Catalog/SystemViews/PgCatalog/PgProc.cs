using FederationGateway.Catalog.Introspection;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_proc: the input and output functions of types, and the procedures of users. A table parameter is shown as a record.</summary>
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
    private const int Sql = 14;
    private const int Record = 2249;
    private const int Void = 2278;

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => FunctionRows.All.Select(function => new object?[]
    {
        function.Oid, function.Name, BuiltInCatalog.PgCatalogOid, Roles.SystemOwner(context.Snapshot), Internal, 1, 0, 0, 0, "f", false, false, function.IsStrict, false, function.Volatility, "s",
        function.Arguments.Length, 0, function.Result, function.Arguments, null, null, null, null, null, function.Name, null, null, null, null,
    }).Concat(context.Snapshot.Procedures.Values.Select(procedure => new object?[]
    {
        procedure.Oid, procedure.Name, context.Snapshot.Schemas.FindExact(procedure.Schema)!.Oid, Roles.OidOf(context.Snapshot, procedure.Owner), Sql, 100, 0, 0, 0, "p", !procedure.IsInvoker, false, false, false, "v", "u",
        procedure.Parameters.Count, 0, Void, procedure.Parameters.Select(parameter => parameter.Type?.TypeOid ?? Record).ToArray(), null, null, procedure.Parameters.IsEmpty ? null : procedure.Parameters.Select(parameter => parameter.Name).ToArray(),
        null, null, context.Rights.SeesAll || context.Rights.Owns(procedure.Owner) ? procedure.Body : "", null, null, null, AclText.Of(context.Snapshot, procedure),
    }));
}
