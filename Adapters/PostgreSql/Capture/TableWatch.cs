using System.Collections.Concurrent;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>What <see cref="TableWatch"/> has found: a table that is gone, as of a place in the log that nothing of it can come behind.</summary>
internal sealed record TableGone(int Table, ulong By);

/// <summary>
/// Looks every few seconds for what the log does not tell: tables that are dropped, and tables that somebody took out of the publication.
/// </summary>
internal sealed class TableWatch : IAsyncDisposable
{
    private const string Query = """
        SELECT w.oid, c.oid IS NULL, (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END)::text
        FROM unnest($1) w(oid) LEFT JOIN pg_class c ON c.oid = w.oid
        """;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly ControlQueries _control;
    private readonly string _capture;
    private readonly TimeProvider _time;
    private readonly Dictionary<uint, int> _tables;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    /// <param name="latest">Where the log had come to when the tables were looked for.</param>
    public TableWatch(ControlQueries control, string capture, IReadOnlyList<FoundTable> tables, ulong latest, TimeProvider time)
    {
        (_control, _capture, _time) = (control, capture, time);
        _tables = tables.Where(table => table.Oid is not null).ToDictionary(table => table.Oid!.Value, table => table.Table.Id);
        foreach (var gone in tables.Where(table => table.Oid is null)) Gone.Enqueue(new TableGone(gone.Table.Id, latest));
        _watching = WatchAsync();
    }

    /// <summary>Tables that are gone, each once.</summary>
    public ConcurrentQueue<TableGone> Gone { get; } = new();

    /// <summary>Set when the publication is not what the stream was opened with: it must be opened anew.</summary>
    public GatewayException? Failure { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(Every, _time, _end.Token);
                await LookAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (GatewayException)
            {
                // The server cannot be asked now. If that lasts, the stream ends, too.
            }
        }
    }

    private async Task LookAsync()
    {
        // The publication is read first: a table that is dropped between the two is missing in neither.
        var publication = await Publication.ReadAsync(_control, _capture, _end.Token);
        foreach (var (oid, isGone, by) in await _control.QueryAsync(Query, [_tables.Keys.ToArray()], row => (Oid: row.GetFieldValue<uint>(0), IsGone: row.GetBoolean(1), By: Lsn.Parse(row.GetString(2))), _end.Token))
        {
            if (isGone && _tables.Remove(oid, out var id)) Gone.Enqueue(new TableGone(id, by));
            else if (!isGone && publication?.Lacks(oid) != false)
                Failure = new GatewayException(SqlState.ConnectionFailure, $"publication \"{_capture}\" has changed") { Detail = "a captured table is not in it any more: the stream of changes is opened anew" };
        }
    }
}
