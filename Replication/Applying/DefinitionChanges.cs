using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Replication.Applying;

/// <summary>Says what has changed between two definitions of a table.</summary>
internal static class DefinitionChanges
{
    public static string Describe(RemoteTable before, RemoteTable? after)
    {
        if (after is null) return $"table {before.Name} was dropped at the source";
        var old = before.Columns.ToDictionary(column => column.RemoteName, StringComparer.Ordinal);
        var now = after.Columns.ToDictionary(column => column.RemoteName, StringComparer.Ordinal);
        List<string> changes =
        [
            .. before.Columns.Where(column => !now.ContainsKey(column.RemoteName)).Select(column => $"column {column.RemoteName} is gone"),
            .. after.Columns.Where(column => !old.ContainsKey(column.RemoteName)).Select(column => $"column {column.RemoteName} {column.Type} is new"),
            .. after.Columns.Where(column => old.TryGetValue(column.RemoteName, out var was) && was.Type != column.Type).Select(column => $"column {column.RemoteName} is {column.Type} instead of {old[column.RemoteName].Type}"),
        ];
        if (changes.Count == 0) changes.Add("its columns or what identifies its rows are others");
        return $"table {after.Name} has changed at the source: {string.Join(", ", changes)}";
    }
}
