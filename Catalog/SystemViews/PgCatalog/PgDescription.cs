using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_description: comments on schemas, relations and columns, and what adapters say of themselves.</summary>
internal sealed class PgDescription() : PgCatalogRelation(
    "pg_description", 2609,
    """
    objoid oid, classoid oid, objsubid int4, description text
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context)
    {
        foreach (var schema in context.Snapshot.Schemas.Values.OrderBy(schema => schema.Oid))
            if (schema.Comment is not null) yield return [schema.Oid, ClassOids.Namespace, 0, schema.Comment];
        foreach (var relation in Relations.OfUsers(context.Snapshot))
        {
            if (relation.Comment is not null) yield return [relation.Oid, ClassOids.Class, 0, relation.Comment];
            for (var i = 0; i < relation.Columns.Count; i++)
                if (relation.Columns[i].Comment is { } comment) yield return [relation.Oid, ClassOids.Class, i + 1, comment];
        }

        foreach (var adapter in context.Runtime.Adapters)
            yield return [DerivedOids.OfAdapter(adapter.Name), ClassOids.ForeignDataWrapper, 0, adapter.Description.Description];
    }
}
