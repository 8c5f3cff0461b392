using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// What has become of a table's columns. A column is the same when the source has the same number for it, whatever it is called; where numbers are not known, when it has the same name. So a renamed column whose
/// number is not known is one that is gone and another that is new.
/// </summary>
internal sealed record ColumnChanges(IReadOnlyList<(TableColumn Before, TableColumn After)> Same, IReadOnlyList<TableColumn> Added, IReadOnlyList<TableColumn> Dropped)
{
    public IEnumerable<(TableColumn Before, TableColumn After)> Renamed => Same.Where(pair => pair.Before.RemoteName != pair.After.RemoteName);

    public IEnumerable<(TableColumn Before, TableColumn After)> Retyped => Same.Where(pair => pair.Before.Type != pair.After.Type);

    public static ColumnChanges Between(RemoteTable before, RemoteTable after)
    {
        List<(TableColumn, TableColumn)> same = [];
        var added = new List<TableColumn>();
        var left = Enumerable.Range(0, before.Columns.Count).ToList();
        for (var i = 0; i < after.Columns.Count; i++)
        {
            var (column, number) = (after.Columns[i], NumberOf(after, i));
            var known = left.FindIndex(old => number != 0 && NumberOf(before, old) != 0 ? NumberOf(before, old) == number : before.Columns[old].RemoteName == column.RemoteName);
            if (known < 0)
            {
                added.Add(column);
                continue;
            }

            same.Add((before.Columns[left[known]], column));
            left.RemoveAt(known);
        }

        return new ColumnChanges(same, added, [.. left.Select(old => before.Columns[old])]);
    }

    private static int NumberOf(RemoteTable table, int ordinal) => ordinal < table.ColumnNumbers.Count ? table.ColumnNumbers[ordinal] : 0;
}
