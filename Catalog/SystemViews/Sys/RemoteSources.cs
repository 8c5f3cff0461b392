using FederationGateway.Catalog.Introspection;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>REMOTE_SOURCES: the configured sources, without their credentials.</summary>
public sealed class RemoteSources() : SysView("REMOTE_SOURCES", 5)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        BigInt("REMOTE_SOURCE_OID"), Text("REMOTE_SOURCE_SCHEMA_NAME"), Text("REMOTE_SOURCE_NAME"), Text("ADAPTER_NAME"), LongText("CONNECTION_INFO"), Text("LOCATION", 11), Text("AGENT_NAME"), Text("AGENT_GROUP_NAME"), Text("IS_CDC_SUPPORTED", 5), Text("IS_REFRESH_OBJECTS_SUPPORTED", 5), Text("IS_TREE", 5), Text("IS_LINKED_DATABASE_SUPPORTED", 5), Text("CCM_CONNECTION_ID"), BigInt("CCM_CONNECTION_VERSION"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Sources.Select(source => new object?[]
    {
        source.Oid, null, source.Name, source.Adapter, string.Join(';', SourceOptions.Of(source, context.Runtime).Select(option => $"{option.Key}={option.Value}")), "indexserver", null, null,
        Word(CaptureMethods.Of(source, context.Runtime.Adapters) != CaptureMethod.None), Word(true), Word(true), Word(true), null, null,
    });
}
