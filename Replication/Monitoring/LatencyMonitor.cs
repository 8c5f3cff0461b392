using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Replication.Applying;
using FederationGateway.Replication.Provisioning;
using FederationGateway.Replication.Receiving;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Replication.Monitoring;

/// <summary>
/// Measures how long changes of a source take: puts marks into its stream and notes when they come where. What is noted becomes durable a moment later, so that nobody who passes a mark waits; what a
/// crash keeps from that stays missing. Thread-safe; orders come one after the other.
/// </summary>
/// <param name="capture">The source, to put marks into its stream.</param>
/// <param name="exists">Whether the remote source is still defined.</param>
internal sealed class LatencyMonitor(long source, CatalogStore store, Func<ICaptureSource> capture, Func<bool> exists, TimeProvider time, ILogger log) : IDisposable
{
    /// <summary>Of a source's history the latest so many rows are kept, or its latest measurement if that alone has more.</summary>
    private const int MostRows = 10_000;

    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, LatencyMeasurement> _noted = [];
    private readonly Dictionary<long, DateTime> _due = [];
    private readonly SemaphoreSlim _keeping = new(0);
    private readonly SemaphoreSlim _measuring = new(0);

    private SubscriptionsAtWork Work => store.Subscriptions.Current;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private IEnumerable<LatencyTicket> Tickets => Work.Tickets.Values.Where(ticket => ticket.Source == source);

    private IEnumerable<LatencyMeasurement> Measurements => Work.Measurements.Values.Where(measurement => measurement.Source == source);

    /// <summary>Keeps what is noted and measures at the intervals of tickets until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(KeepAsync(cancellationToken), MeasureAsync(cancellationToken));

    /// <summary>The catalog has changed: the source may be gone.</summary>
    public void Changed()
    {
        if (!exists()) Wake(_keeping);
    }

    /// <summary>After <see cref="RunAsync"/> has ended.</summary>
    public void Dispose()
    {
        _keeping.Dispose();
        _measuring.Dispose();
    }

    /// <exception cref="GatewayException">42710 when the ticket is at work; what keeps the mark from being written: then nothing has begun.</exception>
    public async Task StartAsync(TicketName name, int? interval, CancellationToken cancellationToken)
    {
        var known = Find(name);
        if (known is { Status: LatencyStatus.Running } && !known.IsFinished(Work, store.Current))
        {
            throw new GatewayException(SqlState.DuplicateObject, $"latency ticket \"{name.Text}\" is running already") { Position = name.Position, Hint = "STOP LATENCY MONITORING ends it." };
        }

        var ticket = new LatencyTicket(known?.Oid ?? store.NewOid(), source, name.Text, interval, LatencyStatus.Running);
        var measurement = Begun(ticket);
        lock (_lock) _due[ticket.Oid] = DueAfter(ticket, measurement.Start);
        await ChangeAsync(change =>
        {
            change.Set(ticket);
            change.Set(measurement);
        });
        try
        {
            await WriteAsync(measurement, cancellationToken);
        }
        catch
        {
            await ChangeAsync(change =>
            {
                change.RemoveMeasurement(measurement.Oid);
                if (known is null) change.RemoveTicket(ticket.Oid);
                else change.Set(known);
            });
            throw;
        }

        Wake(_measuring);
    }

    /// <exception cref="GatewayException">42704 when there is no such ticket, 55000 when it is not at work.</exception>
    public Task StopAsync(TicketName name)
    {
        var ticket = Find(name) ?? throw Missing(name);
        return ticket.Status == LatencyStatus.Running && !ticket.IsFinished(Work, store.Current)
            ? ChangeAsync(change => change.Set(ticket with { Status = LatencyStatus.Stopped, Error = null }))
            : throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"latency ticket \"{name.Text}\" is not running") { Position = name.Position };
    }

    /// <summary>Forgets what was measured, and tickets that are not at work any more.</summary>
    /// <exception cref="GatewayException">42704 when there is no such ticket.</exception>
    public Task ClearAsync(TicketName? name)
    {
        if (name is not null && Find(name) is null) throw Missing(name);
        bool IsMeant(string ticket) => name is null || ticket == name.Text;
        var ended = Tickets.Where(ticket => IsMeant(ticket.Name) && (ticket.Status == LatencyStatus.Stopped || ticket.IsFinished(Work, store.Current))).ToList();
        var measured = Measurements.Where(measurement => IsMeant(measurement.Ticket)).ToList();
        return ChangeAsync(change =>
        {
            measured.ForEach(measurement => change.RemoveMeasurement(measurement.Oid));
            ended.ForEach(ticket => change.RemoveTicket(ticket.Oid));
        });
    }

    /// <summary>Something is durable in the backlog.</summary>
    public void Received(in ReceivedChunk chunk)
    {
        if (chunk.Marker is not { } marker) return;
        var (commit, read, durable) = (chunk.Commit, chunk.Read, chunk.Durable);
        Note(marker, known => known with { Commit = known.Commit ?? commit, Received = known.Received ?? read, Durable = known.Durable ?? durable });
    }

    /// <summary>Subscriptions have passed marks. Who passes one again, after a crash, has passed it before.</summary>
    public void Passed(PassedMarks passed)
    {
        foreach (var marker in passed.Markers)
        {
            Note(marker, known => known with
            {
                Passages = [.. known.Passages, .. passed.Subscriptions.Except(known.Passages.Select(passage => passage.Subscription)).Select(oid => new LatencyPassage(oid, passed.Applied, passed.Committed))],
            });
        }
    }

    private void Note(string marker, Func<LatencyMeasurement, LatencyMeasurement> change)
    {
        if (LatencyMarks.MeasurementOf(source, marker) is not { } oid) return;
        lock (_lock)
        {
            if ((_noted.GetValueOrDefault(oid) ?? Work.Measurements.GetValueOrDefault(oid)) is not { } known) return;
            _noted[oid] = change(known);
        }

        Wake(_keeping);
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var pause = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await (pause > TimeSpan.Zero ? Task.Delay(pause, time, cancellationToken) : _keeping.WaitAsync(cancellationToken));
                pause = TimeSpan.Zero;
                if (exists()) await KeepNotedAsync();
                else await ForgetAsync();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (GatewayException e)
            {
                log.LatencyNotKept(source, e.Message);
                pause = s_retry;
            }
        }
    }

    private async Task KeepNotedAsync()
    {
        List<LatencyMeasurement> noted;
        lock (_lock) noted = [.. _noted.Values];
        if (noted.Count == 0) return;
        using (await store.Subscriptions.EnterAsync(source, CancellationToken.None))
        {
            var surplus = Surplus();
            await store.Subscriptions.ChangeAsync(change =>
            {
                // What was cleared meanwhile stays so.
                foreach (var measurement in noted.Where(measurement => Work.Measurements.ContainsKey(measurement.Oid) && !surplus.Contains(measurement.Oid))) change.Set(measurement);
                surplus.ForEach(change.RemoveMeasurement);
            });
        }

        lock (_lock)
        {
            foreach (var measurement in noted)
                if (ReferenceEquals(_noted.GetValueOrDefault(measurement.Oid), measurement)) _noted.Remove(measurement.Oid);
        }
    }

    private List<long> Surplus()
    {
        List<long> surplus = [];
        var rows = 0;
        foreach (var measurement in Measurements.Reverse())
        {
            if (rows > 0 && rows + measurement.Rows > MostRows) surplus.Add(measurement.Oid);
            rows += measurement.Rows;
        }

        return surplus;
    }

    private async Task ForgetAsync()
    {
        var (tickets, measurements) = (Tickets.ToList(), Measurements.ToList());
        if (tickets.Count + measurements.Count == 0) return;
        await ChangeAsync(change =>
        {
            tickets.ForEach(ticket => change.RemoveTicket(ticket.Oid));
            measurements.ForEach(measurement => change.RemoveMeasurement(measurement.Oid));
        });
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var now = Now;
                foreach (var ticket in Tickets.Where(ticket => ticket is { Status: LatencyStatus.Running, Interval: not null }).ToList())
                {
                    lock (_lock)
                    {
                        // A clock that was set back does not put the next one off.
                        if (_due.GetValueOrDefault(ticket.Oid, now) is var due && due > now && due <= DueAfter(ticket, now)) continue;
                        _due[ticket.Oid] = DueAfter(ticket, now);
                    }

                    await MeasureAsync(ticket, cancellationToken);
                }

                await _measuring.WaitAsync(UntilDue(), cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (GatewayException e)
            {
                log.LatencyNotKept(source, e.Message);
            }
        }
    }

    private TimeSpan UntilDue()
    {
        var now = Now;
        lock (_lock)
        {
            return Tickets.Where(ticket => ticket is { Status: LatencyStatus.Running, Interval: not null }).Select(ticket => _due.GetValueOrDefault(ticket.Oid, now) - now).DefaultIfEmpty(TimeSpan.FromDays(1)).Min() is var left
                && left > TimeSpan.Zero ? TimeSpan.FromTicks(Math.Min(left.Ticks, TimeSpan.TicksPerDay)) : TimeSpan.Zero;
        }
    }

    /// <summary>One more measurement of a ticket; none while nothing is received on purpose.</summary>
    private async Task MeasureAsync(LatencyTicket ticket, CancellationToken cancellationToken)
    {
        if (Work.Captures.GetValueOrDefault(source) is not { Start.Length: > 0, IsCaptureSuspended: false }) return;
        var measurement = Begun(ticket);
        await ChangeAsync(change => change.Set(measurement));
        string? error = null;
        try
        {
            await WriteAsync(measurement, cancellationToken);
        }
        catch (Exception e) when (e is GatewayException or OperationCanceledException)
        {
            error = e is GatewayException ? e.Message : ticket.Error;
            await ChangeAsync(change => change.RemoveMeasurement(measurement.Oid));
        }

        if (error != ticket.Error) await ChangeTicketAsync(ticket.Oid, known => known with { Error = error });
    }

    private async Task WriteAsync(LatencyMeasurement measurement, CancellationToken cancellationToken)
    {
        var mark = LatencyMarks.Of(source, measurement.Oid);
        await capture().WriteProbeAsync(Work.Captures.GetValueOrDefault(source)?.Name ?? "", mark, cancellationToken);
        var now = Now;
        Note(mark, known => known with { Written = now });
    }

    private LatencyMeasurement Begun(LatencyTicket ticket) => new(store.NewOid(), source, ticket.Name, Now);

    private static DateTime DueAfter(LatencyTicket ticket, DateTime moment) => moment + TimeSpan.FromSeconds(ticket.Interval ?? 0);

    private LatencyTicket? Find(TicketName name) => Tickets.FirstOrDefault(ticket => ticket.Name == name.Text);

    private async Task ChangeTicketAsync(long oid, Func<LatencyTicket, LatencyTicket> change)
    {
        using var turn = await store.Subscriptions.EnterAsync(source, CancellationToken.None);
        if (Work.Tickets.GetValueOrDefault(oid) is { Status: LatencyStatus.Running } known) await store.Subscriptions.ChangeAsync(made => made.Set(change(known)));
    }

    private async Task ChangeAsync(Action<SubscriptionChange> change)
    {
        using var turn = await store.Subscriptions.EnterAsync(source, CancellationToken.None);
        await store.Subscriptions.ChangeAsync(change);
    }

    private static void Wake(SemaphoreSlim semaphore)
    {
        if (semaphore.CurrentCount == 0) semaphore.Release();
    }

    private static GatewayException Missing(TicketName name) => new(SqlState.UndefinedObject, $"latency ticket \"{name.Text}\" does not exist") { Position = name.Position };
}
