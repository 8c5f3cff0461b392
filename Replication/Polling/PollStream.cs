using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.Store;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Polling;

/// <summary>Tells, in order, what readings have found, and has the tables read again when it is time.</summary>
internal sealed class PollStream(PolledSource polled, long source, CatalogStore store, IReadOnlyList<CapturedTable> tables, long after, TimeProvider time) : IChangeStream
{
    private readonly Dictionary<int, CapturedTable> _tables = tables.ToDictionary(table => table.Id);
    private long _acknowledged = after;
    private long _forgotten = after;
    private long _position = after;
    private Telling? _telling;

    public async ValueTask<ChangeChunk> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_telling is not null) return await TellAsync(cancellationToken);
            await ForgetAsync(cancellationToken);
            var told = polled.Told;
            if (Next() is { } entry)
            {
                if (entry.Table is not { } table) return Marker(entry);
                // The stream is about to be opened anew, with this table.
                if (!_tables.TryGetValue(table, out var captured)) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                _telling = new Telling(entry, captured!, source, store.Connect(), cancellationToken);
                continue;
            }

            if (polled.UntilNext is { } left && left > TimeSpan.Zero) await WaitAsync(told, left, cancellationToken);
            else await polled.ReadAsync(tables, cancellationToken);
        }
    }

    public void Acknowledge(ChangePosition position) => Volatile.Write(ref _acknowledged, PollingStore.NumberOf(position));

    public async ValueTask DisposeAsync()
    {
        if (_telling is not null) await _telling.DisposeAsync();
        _telling = null;
    }

    private PollEntry? Next()
    {
        using var connection = store.Connect();
        return new PollingStore(source, connection).Next(_position);
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var acknowledged = Volatile.Read(ref _acknowledged);
        if (acknowledged <= _forgotten) return;
        await polled.ForgetAsync(acknowledged, cancellationToken);
        _forgotten = acknowledged;
    }

    private async Task WaitAsync(Task told, TimeSpan left, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(told, Task.Delay(left, time, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private ChangeChunk Marker(PollEntry entry)
    {
        _position = entry.Position;
        return new ChangeChunk([TransactionOf(entry)], []) { Marker = entry.Marker };
    }

    private async ValueTask<ChangeChunk> TellAsync(CancellationToken cancellationToken)
    {
        var telling = _telling!;
        var (rows, isLast) = await telling.NextAsync(cancellationToken);
        if (isLast)
        {
            _position = telling.Entry.Position;
            _telling = null;
            await telling.DisposeAsync();
        }

        return new ChangeChunk([TransactionOf(telling.Entry)], [new TableChanges(telling.Entry.Table!.Value, rows)], EndsInTransaction: !isLast);
    }

    private static ChangeTransaction TransactionOf(PollEntry entry) => new(entry.Position.ToString(CultureInfo.InvariantCulture), PollingStore.PositionOf(entry.Position), entry.Time);

    /// <summary>The rows of one reading, on their way.</summary>
    private sealed class Telling : IAsyncDisposable
    {
        private readonly DuckDbConnection _connection;
        private readonly DuckDbResultReader _rows;
        private long _told;

        public Telling(PollEntry entry, CapturedTable table, long source, DuckDbConnection connection, CancellationToken cancellationToken)
        {
            (Entry, _connection) = (entry, connection);
            var columns = string.Join(", ", table.Definition.Columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"c{i}")));
            _rows = connection.Query(
                $"SELECT kind, CAST(0 AS INTEGER), sequence, CAST(NULL AS BLOB), {columns} FROM {new PollingStore(source, connection).ChangesOf(entry.Position)} ORDER BY sequence",
                ChangeColumns.SchemaOf(table.Definition),
                cancellationToken);
        }

        public PollEntry Entry { get; }

        public async ValueTask<(Arrow.RecordBatch Rows, bool IsLast)> NextAsync(CancellationToken cancellationToken)
        {
            var rows = await _rows.ReadAsync(cancellationToken) ?? throw new Common.GatewayException(Common.SqlState.DataCorrupted, "what polling has found is incomplete in the store");
            _told += rows.Length;
            return (rows, _told >= Entry.Rows);
        }

        public async ValueTask DisposeAsync()
        {
            await _rows.DisposeAsync();
            _connection.Dispose();
        }
    }
}
