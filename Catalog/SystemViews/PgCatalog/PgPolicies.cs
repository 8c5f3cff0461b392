using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_policies: policies with the names of tables and roles.</summary>
internal sealed class PgPolicies() : PgCatalogRelation(
    "pg_policies", 12018,
    """
    schemaname name, tablename name, policyname name, permissive text, roles name[], cmd text, qual text, with_check text
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from relation in Relations.OfUsers(context.Snapshot)
        from policy in relation.Policies
        select new object?[]
        {
            relation.Schema, relation.Name, policy.Name, policy.IsRestrictive ? "RESTRICTIVE" : "PERMISSIVE",
            policy.Roles.Select(role => role == Access.Grant.Public ? "public" : context.Snapshot.RolesByOid.GetValueOrDefault(role)?.Name ?? role.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray(),
            policy.IsForAll ? "ALL" : policy.Action.ToString().ToUpperInvariant(), policy.Condition?.Sql is { } sql ? $"({sql})" : null, policy.Check?.Sql is { } check ? $"({check})" : null,
        };
}
