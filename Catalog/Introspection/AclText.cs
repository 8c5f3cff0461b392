using FederationGateway.Catalog.Access;

namespace FederationGateway.Catalog.Introspection;

/// <summary>Grants as PostgreSQL's aclitems: <c>anna=r*w/admin</c>. Null where nothing was granted. What PostgreSQL has no letter for is left out.</summary>
internal static class AclText
{
    public static string[]? Of(CatalogSnapshot snapshot, RelationEntry relation) => Of(snapshot, SecuredObject.Of(relation), relation.Owner);

    public static string[]? Of(CatalogSnapshot snapshot, SchemaEntry schema) => Of(snapshot, SecuredObject.Of(schema), schema.Owner);

    public static string[]? Of(CatalogSnapshot snapshot, RemoteSourceEntry source) => Of(snapshot, SecuredObject.Of(source), source.Owner);

    public static string[]? Of(CatalogSnapshot snapshot, ProcedureEntry procedure) => Of(snapshot, SecuredObject.Of(procedure), procedure.Owner);

    public static string[]? OfColumn(CatalogSnapshot snapshot, RelationEntry relation, string remoteName)
    {
        if (!snapshot.AccessLists.TryGetValue(SecuredObject.Of(relation), out var list) || !list.Grants.Any(grant => grant.Column == remoteName)) return null;
        return [.. Items(GrantRows.Of(snapshot, relation).Where(row => row.Column == remoteName), SecuredKind.Relation)];
    }

    private static string[]? Of(CatalogSnapshot snapshot, SecuredObject secured, string owner)
    {
        if (!snapshot.AccessLists.TryGetValue(secured, out var list) || list.Grants.All(grant => grant.Column is not null)) return null;
        return [.. Items(GrantRows.Of(snapshot, secured, owner).Where(row => row.Column is null), secured.Kind)];
    }

    private static IEnumerable<string> Items(IEnumerable<GrantRow> rows, SecuredKind kind)
    {
        foreach (var one in rows.GroupBy(row => (row.Grantee, row.Grantor)))
        {
            var letters = (kind == SecuredKind.Relation ? PrivilegeNames.Of(kind).Append(Privilege.Usage) : PrivilegeNames.Of(kind)).Select(privilege => (Letter: PrivilegeNames.LetterOf(privilege), Row: one.FirstOrDefault(row => row.Privilege == privilege)))
                .Where(entry => entry is { Letter: not null, Row: not null })
                .Select(entry => $"{entry.Letter}{(entry.Row!.IsGrantable && one.Key.Grantee != one.Key.Grantor ? "*" : "")}");
            var text = string.Concat(letters);
            if (text.Length > 0) yield return $"{(one.Key.Grantee is { } grantee ? SqlNames.Quote(grantee) : "")}={text}/{SqlNames.Quote(one.Key.Grantor)}";
        }
    }
}
