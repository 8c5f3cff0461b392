using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_policy: which rows of tables whom is shown.</summary>
internal sealed class PgPolicy() : PgCatalogRelation(
    "pg_policy", 3256,
    """
    oid oid, polname name, polrelid oid, polcmd "char", polpermissive bool, polroles oid[], polqual pg_node_tree, polwithcheck pg_node_tree
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from relation in Relations.OfUsers(context.Snapshot)
        from policy in relation.Policies
        select new object?[]
        {
            policy.Oid, policy.Name, relation.Oid, CommandOf(policy), !policy.IsRestrictive, policy.Roles.ToArray(), policy.Condition?.Sql is { } sql ? $"({sql})" : null,
            policy.Check?.Sql is { } check ? $"({check})" : null,
        };

    private static string CommandOf(RowPolicy policy) => policy switch
    {
        { IsForAll: true } => "*",
        { Action: Plan.TableAction.Select } => "r",
        { Action: Plan.TableAction.Insert } => "a",
        { Action: Plan.TableAction.Update } => "w",
        _ => "d",
    };
}
