using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Applying;

/// <summary>Changes read from the backlog and not yet brought to the targets, by table, in their order. Owns their rows.</summary>
internal sealed class StagedChanges(Func<int, CapturedTableRecord?> tableOf) : IDisposable
{
    private readonly SortedDictionary<int, List<StagedRun>> _tables = [];
    private readonly Dictionary<int, (long Count, ChangePosition Position)> _taken = [];

    public long Rows { get; private set; }

    public long ByteSize { get; private set; }

    /// <summary>True while a table's last change is the first half of an update.</summary>
    public bool EndsInUpdate => _tables.Values.Any(runs => runs[^1].EndsInUpdate);

    /// <summary>Takes the rows of tables that somebody wants. The chunk stays the caller's.</summary>
    public void Add(BacklogChunk chunk)
    {
        foreach (var changes in chunk.Chunk.Tables)
        {
            if (changes.Rows.Length == 0 || tableOf(changes.Table) is not { } table) continue;
            var rows = changes.Rows.Retain();
            RunFor(table, rows).Add(chunk, rows);
            _taken[table.Id] = (CountOf(table.Id) + rows.Length, chunk.Chunk.Transactions[rows.Column(ChangeColumns.Transaction).GetValue<int>(rows.Length - 1)].Position);
            Rows += rows.Length;
            ByteSize += rows.ByteSize;
        }
    }

    /// <summary>How many changes of a table have been taken in all: the number of the next one.</summary>
    public long CountOf(int table) => _taken.GetValueOrDefault(table).Count;

    public IReadOnlyList<StagedRun> RunsOf(int table) => _tables.GetValueOrDefault(table) ?? [];

    /// <summary>Forgets what has been brought to the targets.</summary>
    public void Clear()
    {
        foreach (var run in _tables.Values.SelectMany(runs => runs)) run.Dispose();
        _tables.Clear();
        (Rows, ByteSize) = (0, 0);
    }

    public void Dispose() => Clear();

    private StagedRun RunFor(CapturedTableRecord table, RecordBatch rows)
    {
        if (!_tables.TryGetValue(table.Id, out var runs)) _tables.Add(table.Id, runs = []);
        var isTruncate = rows.Length == 1 && rows.Column(ChangeColumns.Kind).GetBytes(0)[0] == (byte)ChangeKind.Truncate;
        if (runs.Count == 0 || isTruncate || runs[^1].IsTruncate) runs.Add(new StagedRun(table, CountOf(table.Id), _taken.GetValueOrDefault(table.Id).Position));
        return runs[^1];
    }
}
