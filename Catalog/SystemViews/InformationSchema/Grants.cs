using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>Privileges as grants: everybody's, since the gateway grants nothing apart.</summary>
internal static class Grants
{
    private static readonly string[] Reading = ["SELECT"];
    private static readonly string[] All = ["INSERT", "SELECT", "UPDATE", "DELETE", "TRUNCATE"];

    public static IEnumerable<object?[]> Rows(SystemViewContext context, string catalog) =>
        from relation in Relations.All(context.Snapshot)
        from privilege in relation is LocalTableEntry ? All : Reading
        select new object?[] { relation.Owner, context.UserName, catalog, relation.Schema, relation.Name, privilege, "NO", privilege == "SELECT" ? "YES" : "NO" };
}
