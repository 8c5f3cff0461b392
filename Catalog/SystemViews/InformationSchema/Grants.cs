using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>Grants as the standard's views list them: those by or to the asking role and the roles it has, and those to PUBLIC.</summary>
internal static class Grants
{
    public static IEnumerable<object?[]> OnTables(SystemViewContext context, string catalog, bool withPublic) =>
        from relation in Relations.All(context.Snapshot)
        where relation is not SequenceEntry
        from row in GrantRows.Of(context.Snapshot, relation)
        where row.Column is null && IsSeen(context, row, withPublic)
        select new object?[]
        {
            row.Grantor, row.Grantee ?? "PUBLIC", catalog, relation.Schema, relation.Name, PrivilegeNames.NameOf(row.Privilege), row.IsGrantable ? "YES" : "NO",
            row.Privilege == Privilege.Select ? "YES" : "NO",
        };

    public static IEnumerable<object?[]> OnColumns(SystemViewContext context, string catalog, bool withPublic) =>
        from relation in Relations.All(context.Snapshot)
        where relation is not SequenceEntry
        from row in GrantRows.Of(context.Snapshot, relation)
        where PrivilegeNames.HasColumns(row.Privilege) && IsSeen(context, row, withPublic)
        from column in relation.Columns
        where row.Column is null || row.Column == column.RemoteName
        select new object?[]
        {
            row.Grantor, row.Grantee ?? "PUBLIC", catalog, relation.Schema, relation.Name, column.Name, PrivilegeNames.NameOf(row.Privilege), row.IsGrantable ? "YES" : "NO",
        };

    /// <summary>USAGE of foreign servers: the right to make virtual tables of remote sources.</summary>
    public static IEnumerable<object?[]> OnSources(SystemViewContext context, string catalog, bool withPublic) =>
        from source in context.Snapshot.Sources.Values
        orderby source.Oid
        from row in GrantRows.Of(context.Snapshot, SecuredObject.Of(source), source.Owner)
        where row.Privilege == Privilege.CreateVirtualTable && IsSeen(context, row, withPublic)
        select new object?[] { row.Grantor, row.Grantee ?? "PUBLIC", catalog, "", source.Name, "FOREIGN SERVER", "USAGE", row.IsGrantable ? "YES" : "NO" };

    private static bool IsSeen(SystemViewContext context, GrantRow row, bool withPublic) =>
        row.Grantee is null ? withPublic : context.Rights.Owns(row.Grantee) || context.Rights.Owns(row.Grantor);
}
