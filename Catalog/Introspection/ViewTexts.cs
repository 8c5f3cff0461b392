using System.Text;

namespace FederationGateway.Catalog.Introspection;

/// <summary>A view's query as it was written, with the schemas of relations written out: it means the same whatever the search path of who runs it again.</summary>
internal static class ViewTexts
{
    public static string Of(CatalogSnapshot snapshot, ViewEntry view)
    {
        var text = new StringBuilder(view.Sql.Length + (16 * view.Places.Count));
        var copied = 0;
        foreach (var place in view.Places.OrderBy(place => place.Start))
        {
            if (snapshot.RelationsByOid.GetValueOrDefault(place.Oid) is not { } relation) continue;
            text.Append(view.Sql, copied, place.Start - copied).Append(SqlNames.Quote(relation.Schema, relation.Name));
            copied = place.Start + place.Length;
        }

        return text.Append(view.Sql, copied, view.Sql.Length - copied).ToString();
    }
}
