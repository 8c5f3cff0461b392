using System.Collections.Concurrent;
using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Federation;
using FederationGateway.Replication.Applying;
using FederationGateway.Replication.Backlog;
using FederationGateway.Replication.Correcting;
using FederationGateway.Replication.Monitoring;
using FederationGateway.Replication.Polling;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Replication.Provisioning;

/// <summary>Runs all remote subscriptions: what was at work goes on with <see cref="Start"/>, orders of users change what is at work. Thread-safe.</summary>
public sealed class ReplicationService(
    CatalogStore store, SourceRegistry sources, ITableReader reader, ISubscriptionPlanner planner, ReplicationOptions options, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, Lazy<SourceReplication>> _sources = new();

    public void Start()
    {
        DeleteLeftovers();
        store.Published += OnPublished;
        var work = store.Subscriptions.Current;
        foreach (var source in work.Captures.Keys.Concat(work.Tickets.Values.Select(ticket => ticket.Source)).Distinct()) _ = Of(source);
    }

    /// <summary>ALTER REMOTE SUBSCRIPTION … QUEUE</summary>
    public Task QueueAsync(SubscriptionEntry subscription, CancellationToken cancellationToken) => Of(subscription.Source).QueueAsync([subscription], cancellationToken);

    /// <summary>What of the changes a queued subscription will never see; null when it sees all.</summary>
    public string? UnseenBy(SubscriptionEntry subscription)
    {
        var work = store.Subscriptions.Current;
        return work.Captures.GetValueOrDefault(subscription.Source) is { IsPolled: true } capture && work.Progress.GetValueOrDefault(subscription.Oid) is { } progress
            && CaptureTables.Of(capture).FirstOrDefault(table => table.Id == progress.CapturedTable) is { } table ? PolledTable.Of(table).Unseen : null;
    }

    /// <summary>The same for several of one source: all or none.</summary>
    public Task QueueAsync(IReadOnlyList<SubscriptionEntry> subscriptions, CancellationToken cancellationToken) => Of(subscriptions[0].Source).QueueAsync(subscriptions, cancellationToken);

    /// <inheritdoc cref="SourceReplication.OpenSnapshotAsync"/>
    public ValueTask<IAlignedSnapshot?> OpenSnapshotAsync(long source, CancellationToken cancellationToken) => Of(source).OpenSnapshotAsync(cancellationToken);

    /// <inheritdoc cref="SourceReplication.LoadedAsync"/>
    public Task LoadedAsync(SubscriptionEntry subscription, ChangePosition position, DuckDbConnection connection, CancellationToken cancellationToken) =>
        Of(subscription.Source).LoadedAsync(subscription, position, connection, cancellationToken);

    /// <inheritdoc cref="SourceReplication.WaitAsync"/>
    public Task WaitAsync(IReadOnlyList<SubscriptionEntry> subscriptions, SubscriptionState state, CancellationToken cancellationToken) => Of(subscriptions[0].Source).WaitAsync(subscriptions, state, cancellationToken);

    /// <summary>ALTER REMOTE SUBSCRIPTION … DISTRIBUTE</summary>
    public Task DistributeAsync(SubscriptionEntry subscription, CancellationToken cancellationToken) => Of(subscription.Source).DistributeAsync([subscription], cancellationToken);

    /// <summary>The same for several of one source.</summary>
    public Task DistributeAsync(IReadOnlyList<SubscriptionEntry> subscriptions, CancellationToken cancellationToken) => Of(subscriptions[0].Source).DistributeAsync(subscriptions, cancellationToken);

    /// <summary>ALTER REMOTE SUBSCRIPTION … RESET; what is left to be done at the source, or null.</summary>
    public Task<string?> ResetAsync(SubscriptionEntry subscription, CancellationToken cancellationToken) => Of(subscription.Source).ResetAsync([subscription], cancellationToken);

    /// <summary>The same for several of one source.</summary>
    public Task<string?> ResetAsync(IReadOnlyList<SubscriptionEntry> subscriptions, CancellationToken cancellationToken) => Of(subscriptions[0].Source).ResetAsync(subscriptions, cancellationToken);

    /// <summary>ALTER REMOTE SUBSCRIPTION … RESYNC</summary>
    public Task<ResyncResult> ResyncAsync(ResyncOrder order, CancellationToken cancellationToken) => Of(order.Subscription.Source).ResyncAsync(order, cancellationToken);

    /// <inheritdoc cref="SourceReplication.RepairAsync"/>
    public Task<IReadOnlyList<long>> RepairAsync(SubscriptionEntry subscription, CancellationToken cancellationToken) => Of(subscription.Source).RepairAsync(subscription, cancellationToken);

    /// <summary>ALTER REMOTE SOURCE … SUSPEND | RESUME CAPTURE</summary>
    public Task SuspendCaptureAsync(long source, bool isSuspended, CancellationToken cancellationToken) =>
        Of(source).SuspendAsync(capture => capture with { IsCaptureSuspended = isSuspended }, cancellationToken);

    /// <summary>ALTER REMOTE SOURCE … SUSPEND | RESUME DISTRIBUTION</summary>
    public Task SuspendDistributionAsync(long source, bool isSuspended, CancellationToken cancellationToken) =>
        Of(source).SuspendAsync(capture => capture with { IsDistributionSuspended = isSuspended }, cancellationToken);

    /// <summary>ALTER REMOTE SOURCE … START LATENCY MONITORING</summary>
    /// <param name="interval">Seconds; null for one measurement.</param>
    public Task StartLatencyMonitoringAsync(long source, TicketName ticket, int? interval, CancellationToken cancellationToken) => Of(source).StartLatencyMonitoringAsync(ticket, interval, cancellationToken);

    /// <summary>ALTER REMOTE SOURCE … STOP LATENCY MONITORING</summary>
    public Task StopLatencyMonitoringAsync(long source, TicketName ticket, CancellationToken cancellationToken) => Of(source).StopLatencyMonitoringAsync(ticket, cancellationToken);

    /// <summary>ALTER REMOTE SOURCE … CLEAR LATENCY HISTORY</summary>
    /// <param name="ticket">Null for all.</param>
    public Task ClearLatencyHistoryAsync(long source, TicketName? ticket, CancellationToken cancellationToken) => Of(source).ClearLatencyHistoryAsync(ticket, cancellationToken);

    /// <summary>PROCESS REMOTE SUBSCRIPTION EXCEPTION … RETRY: what failed is tried again.</summary>
    public Task RetryAsync(IReadOnlyCollection<SubscriptionExceptionEntry> exceptions, CancellationToken cancellationToken) =>
        EachAsync(exceptions, (source, mine) => source.RetryAsync(mine, cancellationToken));

    /// <summary>PROCESS REMOTE SUBSCRIPTION EXCEPTION … IGNORE: what failed is skipped.</summary>
    /// <exception cref="GatewayException">55000 when there is no single change to skip; then nothing is skipped.</exception>
    public Task IgnoreAsync(IReadOnlyCollection<SubscriptionExceptionEntry> exceptions, CancellationToken cancellationToken)
    {
        if (exceptions.FirstOrDefault(entry => entry.Place is null || entry.Subscription is null) is { } whole)
        {
            throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"exception {whole.Oid} cannot be ignored: no single change is to blame")
            {
                Hint = "RETRY it once its cause is gone, or RESET the subscription.",
            };
        }

        return EachAsync(exceptions, (source, mine) => source.IgnoreAsync(mine, cancellationToken));
    }

    /// <summary>The moment (UTC) up to which the target of a subscription that has come so far has everything its source had; null when nobody knows.</summary>
    public DateTime? CompleteAsOf(SubscriptionEntry subscription, SubscriptionProgress progress) => _sources.TryGetValue(subscription.Source, out var source) ? source.Value.CompleteAsOf(progress) : null;

    /// <summary>Whether <see cref="CompleteAsOf"/> says something of the subscriptions of a source.</summary>
    public bool KnowsMoments(long source) => _sources.TryGetValue(source, out var known) && known.Value.KnowsMoments;

    /// <summary>What captures are doing now.</summary>
    public IReadOnlyList<CaptureReport> Reports() => [.. store.Subscriptions.Current.Captures.Values.OrderBy(capture => capture.Source).Select(capture => Of(capture.Source).Report(capture))];

    public async ValueTask DisposeAsync()
    {
        store.Published -= OnPublished;
        foreach (var source in _sources.Values) await source.Value.DisposeAsync();
        _sources.Clear();
    }

    private SourceReplication Of(long source) => _sources.GetOrAdd(source, oid => new Lazy<SourceReplication>(() =>
    {
        var made = new SourceReplication(oid, store, sources, reader, planner, options, time, log);
        made.Start();
        return made;
    })).Value;

    private async Task EachAsync(IReadOnlyCollection<SubscriptionExceptionEntry> exceptions, Func<SourceReplication, IReadOnlyList<SubscriptionExceptionEntry>, Task> process)
    {
        foreach (var mine in exceptions.GroupBy(entry => entry.Source)) await process(Of(mine.Key), [.. mine]);
    }

    private void OnPublished(CatalogSnapshot snapshot)
    {
        foreach (var source in _sources.Values)
            if (source.IsValueCreated) source.Value.Changed();
    }

    // Of captures that ended when the process did.
    private void DeleteLeftovers()
    {
        if (!System.IO.Directory.Exists(options.Directory)) return;
        foreach (var directory in System.IO.Directory.EnumerateDirectories(options.Directory))
            if (long.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var source) && !store.Subscriptions.Current.Captures.ContainsKey(source))
                BacklogStore.Delete(directory);
    }
}
