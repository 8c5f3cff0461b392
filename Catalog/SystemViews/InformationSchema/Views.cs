using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>views: the views one may use, and the queries of one's own.</summary>
internal sealed class Views() : InformationSchemaView(
    "views", 13483,
    """
    table_catalog sql_identifier, table_schema sql_identifier, table_name sql_identifier, view_definition character_data, check_option character_data,
    is_updatable yes_or_no, is_insertable_into yes_or_no, is_trigger_updatable yes_or_no, is_trigger_deletable yes_or_no, is_trigger_insertable_into yes_or_no
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Relations.Where(relation => Relations.KindOf(relation) == 'v').Select(view => new object?[]
    {
        Catalog, view.Schema, view.Name, view is ViewEntry own && (context.Rights.SeesAll || context.Rights.Owns(own.Owner)) ? ViewTexts.Of(context.Snapshot, own) : null, "NONE", YesOrNo(false), YesOrNo(false), YesOrNo(false), YesOrNo(false), YesOrNo(false),
    });
}
