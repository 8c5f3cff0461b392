using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_REMOTE_SOURCES: when each source's dictionary of objects was made.</summary>
public sealed class RemoteSourceStates() : SysView("M_REMOTE_SOURCES", 7)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("USER_NAME"), Text("REMOTE_SOURCE_NAME"), Time("LAST_REFRESH_TIME"), Time("REFRESH_START_TIME"), Text("REFRESH_STATUS", 32), Text("REFRESH_ERROR_MESSAGE", 2000),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Snapshot.RemoteObjects.Values.Where(dictionary => context.Sees(dictionary.Source)).Select(dictionary => new object?[]
    {
        context.UserName, dictionary.Source, dictionary.RefreshTime, dictionary.RefreshTime, "COMPLETED", null,
    });
}
