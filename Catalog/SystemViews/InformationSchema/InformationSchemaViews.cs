namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>The views of <c>information_schema</c>.</summary>
internal static class InformationSchemaViews
{
    public static IEnumerable<SystemView> All => [];
}
