using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>REMOTE_SOURCE_PROPERTIES: what ALTER REMOTE SOURCE … SET PROPERTY set: capabilities taken away or given, limits. Never credentials.</summary>
public sealed class RemoteSourceProperties() : SysView("REMOTE_SOURCE_PROPERTIES", 18)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } = [Text("REMOTE_SOURCE_NAME"), Text("PROPERTY"), LongText("VALUE")];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from source in context.Sources
        from property in source.Properties
        select new object?[] { source.Name, property.Key, property.Value };
}
