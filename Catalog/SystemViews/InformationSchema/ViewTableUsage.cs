namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>view_table_usage: the relations views read.</summary>
internal sealed class ViewTableUsage() : InformationSchemaView(
    "view_table_usage", 13478,
    """
    view_catalog sql_identifier, view_schema sql_identifier, view_name sql_identifier, table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from view in context.Snapshot.RelationsByOid.Values.OfType<ViewEntry>()
        from oid in view.DependsOn
        let read = context.Snapshot.RelationsByOid.GetValueOrDefault(oid)
        where read is not null
        orderby view.Oid, oid
        select new object?[] { Catalog, view.Schema, view.Name, Catalog, read.Schema, read.Name };
}
