using System.Collections.Concurrent;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Polling;

/// <summary>
/// A source whose tables are read from time to time, as one that tells of its changes. Each reading that finds some is a transaction: what changed, and the rows known from then on, are durable in the store
/// in one local transaction, and are told until they are acknowledged. So a crash at any moment neither loses a change nor finds it twice. One table is read at a time. Thread-safe.
/// </summary>
/// <param name="source">The OID of the remote source.</param>
/// <param name="remote">Its live source.</param>
/// <param name="interval">How long after one reading the next begins.</param>
/// <param name="turns">Has one turn: whoever reads or changes what was found takes it.</param>
internal sealed class PolledSource(long source, CatalogStore store, ITableReader reader, Func<IRemoteSource> remote, Func<TimeSpan> interval, SemaphoreSlim turns, TimeProvider time) : ICaptureSource
{
    private readonly ConcurrentQueue<string> _probes = new();
    private DateTime? _last;
    private TaskCompletionSource _told = NewSignal();

    /// <summary>Completed when something more is to be told.</summary>
    public Task Told => Volatile.Read(ref _told).Task;

    /// <summary>How long until the tables are to be read again; nothing when it is time.</summary>
    public TimeSpan UntilNext => _last is { } last && last + interval() - time.GetUtcNow().UtcDateTime is var left && left > TimeSpan.Zero && left <= interval() ? left : TimeSpan.Zero;

    public Task<IReadOnlyList<CaptureObstacle>> CheckCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken)
    {
        List<CaptureObstacle> obstacles = [];
        foreach (var table in tables)
        {
            try
            {
                _ = PolledTable.Of(table);
            }
            catch (GatewayException e)
            {
                obstacles.Add(new CaptureObstacle(e.Message, e.Hint ?? "ALTER VIRTUAL TABLE … SET PROPERTY sets another value."));
            }
        }

        return Task.FromResult<IReadOnlyList<CaptureObstacle>>(obstacles);
    }

    public async Task<ChangePosition?> StartCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        using var connection = store.Connect();
        var log = new PollingStore(source, connection);
        var start = log.Position();
        if (start is null) await ChangeAsync(connection, () => log.Begin());
        var known = log.Tables();
        foreach (var gone in known.Except(tables.Select(table => table.Id)).ToList()) await ChangeAsync(connection, () => log.Remove(gone, PolledRows.StateOf(source, gone)));
        foreach (var table in tables.Where(table => !known.Contains(table.Id))) await BeginAsync(table, connection, log, cancellationToken);
        _last ??= time.GetUtcNow().UtcDateTime;
        return start is null ? PollingStore.PositionOf(0) : null;
    }

    public async Task DropCaptureAsync(string capture, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        using var connection = store.Connect();
        var log = new PollingStore(source, connection);
        await ChangeAsync(connection, () =>
        {
            foreach (var table in log.Tables()) log.Remove(table, PolledRows.StateOf(source, table));
            log.End();
        });
        _last = null;
    }

    /// <summary>Reads all tables, then puts the mark behind what that found: what was committed before is told before it.</summary>
    public async Task WriteMarkerAsync(string capture, string marker, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        var tables = store.Subscriptions.Current.Captures.TryGetValue(source, out var record) ? Provisioning.CaptureTables.Of(record) : [];
        await ReadTablesAsync(tables, cancellationToken);
        using var connection = store.Connect();
        var log = new PollingStore(source, connection);
        await ChangeAsync(connection, () => log.Log(new PollEntry(log.NextPosition(), null, marker, time.GetUtcNow().UtcDateTime, 0)));
        Tell();
    }

    /// <summary>Changes are found by the next reading, and so is the mark.</summary>
    public Task WriteProbeAsync(string capture, string marker, CancellationToken cancellationToken)
    {
        _probes.Enqueue(marker);
        return Task.CompletedTask;
    }

    public async ValueTask<IChangeStream> OpenChangesAsync(string capture, IReadOnlyList<CapturedTable> tables, ChangePosition after, CancellationToken cancellationToken)
    {
        var number = PollingStore.NumberOf(after);
        await ForgetAsync(number, cancellationToken);
        var stream = new PollStream(this, source, store, tables, number, time);

        // What keeps the tables from being read keeps the stream from being opened.
        if (UntilNext == TimeSpan.Zero) await ReadAsync(tables, cancellationToken);
        return stream;
    }

    /// <summary>
    /// The rows known, which are what the stream's next changes are told against: the load of a target and the reading behind it are the same. Tables are read first when it is time to. Nothing is read until
    /// the snapshot is disposed.
    /// </summary>
    public async ValueTask<IAlignedSnapshot?> OpenSnapshotAsync(string capture, CancellationToken cancellationToken)
    {
        var turn = await EnterAsync(cancellationToken);
        try
        {
            var tables = store.Subscriptions.Current.Captures.TryGetValue(source, out var record) ? Provisioning.CaptureTables.Of(record) : [];
            if (UntilNext == TimeSpan.Zero) await ReadTablesAsync(tables, cancellationToken);
            using var connection = store.Connect();
            var log = new PollingStore(source, connection);
            var (position, known) = (log.Position(), log.Tables());
            Dictionary<int, KnownRows> rows = [];
            foreach (var table in tables.Where(table => known.Contains(table.Id))) rows.Add(table.Id, await new Reading(source, PolledTable.Of(table), reader, connection).KnownAsync(cancellationToken));
            if (position is null) throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, "what polling has found out so far is gone");
            return new PolledSnapshot(PollingStore.PositionOf(position.Value), rows, turn);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    public async Task<CaptureStatus> CaptureStatusAsync(string capture, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        using var connection = store.Connect();
        var log = new PollingStore(source, connection);
        return log.Position() is not { } position ? new CaptureStatus(false)
            : new CaptureStatus(true, PollingStore.PositionOf(position), PollingStore.PositionOf(log.Next(0) is { } first ? first.Position - 1 : position), Condition: "polling");
    }

    /// <summary>Reads the tables, those of them that are captured; what that finds is told by streams.</summary>
    public async Task ReadAsync(IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        await ReadTablesAsync(tables, cancellationToken);
    }

    /// <summary>Forgets what ends at a position or before: it is durable elsewhere.</summary>
    public async Task ForgetAsync(long position, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        using var connection = store.Connect();
        var log = new PollingStore(source, connection);
        if (log.Position() is null) throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, "what polling has found out so far is gone");
        if (log.Next(0) is { } first && first.Position <= position) await ChangeAsync(connection, () => log.RemoveThrough(position));
    }

    private async Task ReadTablesAsync(IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken)
    {
        // A change that comes while the tables are read may be missed, and so the marks that come then are left for the next time.
        var probes = _probes.Count;
        foreach (var table in tables) await ReadTableAsync(table, cancellationToken);
        _last = time.GetUtcNow().UtcDateTime;
        if (probes > 0) await TellProbesAsync(probes);
    }

    private async Task TellProbesAsync(int count)
    {
        using var connection = store.Connect();
        var log = new PollingStore(source, connection);
        await ChangeAsync(connection, () =>
        {
            while (count-- > 0 && _probes.TryDequeue(out var marker)) log.Log(new PollEntry(log.NextPosition(), null, marker, time.GetUtcNow().UtcDateTime, 0));
        });
        Tell();
    }

    // What is there now is what later changes are told against.
    private async Task BeginAsync(CapturedTable table, DuckDbConnection connection, PollingStore log, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(table, cancellationToken);
        await connection.ExecuteAsync("BEGIN TRANSACTION", cancellationToken);
        try
        {
            await new Reading(source, PolledTable.Of(table), reader, connection).BeginAsync(cancellationToken);
            log.Add(table.Id, version);
            Failpoints.Hit("polling.beginning");
            await connection.CommitAsync();
        }
        catch
        {
            await RollbackAsync(connection);
            throw;
        }
    }

    private async Task ReadTableAsync(CapturedTable table, CancellationToken cancellationToken)
    {
        using var connection = store.Connect();
        var log = new PollingStore(source, connection);
        if (!log.Tables().Contains(table.Id)) return;
        var version = await VersionAsync(table, cancellationToken);
        if (version is not null && version == log.VersionOf(table.Id)) return;
        var now = time.GetUtcNow().UtcDateTime;
        var reading = new Reading(source, PolledTable.Of(table), reader, connection);
        var rows = await reading.CompareAsync(cancellationToken);
        Failpoints.Hit("polling.compared");
        await connection.ExecuteAsync("BEGIN TRANSACTION", cancellationToken);
        try
        {
            log.SetVersion(table.Id, version);
            if (rows > 0)
            {
                var position = log.NextPosition();
                await reading.KeepAsync(log.ChangesOf(position), cancellationToken);
                log.Log(new PollEntry(position, table.Id, null, now, rows));
                Failpoints.Hit("polling.keeping");
            }

            await connection.CommitAsync();
            Failpoints.Hit("polling.kept");
        }
        catch
        {
            await RollbackAsync(connection);
            throw;
        }

        if (rows > 0) Tell();
    }

    private async ValueTask<string?> VersionAsync(CapturedTable table, CancellationToken cancellationToken) =>
        remote() is IVersionedSource versioned ? await versioned.VersionAsync(table.Definition.Path, cancellationToken) : null;

    private static async Task ChangeAsync(DuckDbConnection connection, Action change)
    {
        await connection.ExecuteAsync("BEGIN TRANSACTION", CancellationToken.None);
        try
        {
            change();
            await connection.CommitAsync();
        }
        catch
        {
            await RollbackAsync(connection);
            throw;
        }
    }

    private static async Task RollbackAsync(DuckDbConnection connection)
    {
        try
        {
            await connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
        }
        catch (GatewayException)
        {
            // It has ended by itself.
        }
    }

    private void Tell() => Interlocked.Exchange(ref _told, NewSignal()).TrySetResult();

    private async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        return new Turn(turns);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        private SemaphoreSlim? _turns = turns;

        public void Dispose() => Interlocked.Exchange(ref _turns, null)?.Release();
    }
}
