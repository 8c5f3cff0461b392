using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>REMOTE_SOURCE_OBJECTS: what ALTER REMOTE SOURCE … REFRESH OBJECTS found.</summary>
public sealed class RemoteSourceObjects() : SysView("REMOTE_SOURCE_OBJECTS", 6)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("USER_NAME"), Text("REMOTE_SOURCE_NAME"), Text("OBJECT_NAME", 5000), Text("DISPLAY_NAME"), Text("IS_IMPORTABLE", 5), Text("IS_EXPANDABLE", 5), Text("PARENT_OBJECT_NAME", 5000), Text("DEFINITION_TYPE", 32), LongText("DEFINITION"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from dictionary in context.Snapshot.RemoteObjects.Values
        where context.Sees(dictionary.Source)
        from entry in dictionary.Objects
        select new object?[] { context.UserName, dictionary.Source, entry.Id, entry.DisplayName, Word(entry.IsImportable), Word(entry.IsExpandable), entry.ParentId, entry.Kind, null };
}
