using FederationGateway.Catalog.Store;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog;

/// <summary>Changes of what subscriptions are doing, written through to the transaction that is open on a connection, whose other changes they go with.</summary>
public sealed class SubscriptionChange(DuckDbConnection connection)
{
    private readonly List<Func<SubscriptionsAtWork, SubscriptionsAtWork>> _changes = [];
    private readonly List<Func<SubscriptionsAtWork, SubscriptionsAtWork>> _shown = [];

    /// <summary>What rows are to be; null for those that are to be gone.</summary>
    private readonly Dictionary<(string Table, long Oid), string?> _rows = [];

    public DuckDbConnection Connection { get; } = connection;

    public void Set(CaptureRecord capture)
    {
        Put(SubscriptionRows.Captures, capture.Source, capture);
        _changes.Add(work => work with { Captures = work.Captures.SetItem(capture.Source, capture) });
    }

    public void RemoveCapture(long source)
    {
        Delete(SubscriptionRows.Captures, source);
        _changes.Add(work => work with { Captures = work.Captures.Remove(source) });
    }

    public void Set(SubscriptionProgress progress)
    {
        Put(SubscriptionRows.Progress, progress.Oid, progress);
        _changes.Add(work => work with { Progress = work.Progress.SetItem(progress.Oid, progress) });
    }

    /// <summary>The same for many.</summary>
    public void Set(IReadOnlyList<SubscriptionProgress> progress)
    {
        if (progress.Count == 0) return;
        if (progress.Count == 1)
        {
            Set(progress[0]);
            return;
        }

        var rows = progress.Select(one => (one.Oid, Definition: CatalogJson.Write(one))).ToList();
        SubscriptionRows.Put(Connection, SubscriptionRows.Progress, rows);
        foreach (var (oid, definition) in rows) _rows[(SubscriptionRows.Progress, oid)] = definition;
        _changes.Add(work => work with { Progress = work.Progress.SetItems(progress.Select(one => KeyValuePair.Create(one.Oid, one))) });
    }

    /// <summary>
    /// Shows how far subscriptions have come without making it durable: for those that have passed chunks without anything for them, which they may as well pass again after a restart. As long
    /// as the chunks are there: the backlog is trimmed by what is durable.
    /// </summary>
    public void Show(IReadOnlyList<SubscriptionProgress> progress) =>
        _shown.Add(work => work with { Progress = work.Progress.SetItems(progress.Select(one => KeyValuePair.Create(one.Oid, one))) });

    public void RemoveProgress(long subscription)
    {
        Delete(SubscriptionRows.Progress, subscription);
        _changes.Add(work => work with { Progress = work.Progress.Remove(subscription) });
    }

    public void Set(SubscriptionExceptionEntry entry)
    {
        Put(SubscriptionRows.Exceptions, entry.Oid, entry);
        _changes.Add(work => work with { Exceptions = work.Exceptions.SetItem(entry.Oid, entry) });
    }

    public void RemoveException(long oid)
    {
        Delete(SubscriptionRows.Exceptions, oid);
        _changes.Add(work => work with { Exceptions = work.Exceptions.Remove(oid) });
    }

    public void Set(LatencyTicket ticket)
    {
        Put(SubscriptionRows.Tickets, ticket.Oid, ticket);
        _changes.Add(work => work with { Tickets = work.Tickets.SetItem(ticket.Oid, ticket) });
    }

    public void RemoveTicket(long oid)
    {
        Delete(SubscriptionRows.Tickets, oid);
        _changes.Add(work => work with { Tickets = work.Tickets.Remove(oid) });
    }

    public void Set(LatencyMeasurement measurement)
    {
        Put(SubscriptionRows.Measurements, measurement.Oid, measurement);
        _changes.Add(work => work with { Measurements = work.Measurements.SetItem(measurement.Oid, measurement) });
    }

    public void RemoveMeasurement(long oid)
    {
        Delete(SubscriptionRows.Measurements, oid);
        _changes.Add(work => work with { Measurements = work.Measurements.Remove(oid) });
    }

    internal SubscriptionsAtWork ApplyTo(SubscriptionsAtWork before) => _shown.Aggregate(ApplyDurableTo(before), (work, change) => change(work));

    internal SubscriptionsAtWork ApplyDurableTo(SubscriptionsAtWork before) => _changes.Aggregate(before, (work, change) => change(work));

    /// <summary>Whether a store has all of it, by rows that it did not have before. What changes no row cannot be told, and counts as not there.</summary>
    internal bool IsThere(DuckDbConnection store, SubscriptionsAtWork before) =>
        _rows.Any(row => row.Value != Known(before, row.Key.Table, row.Key.Oid)) && _rows.All(row => row.Value == SubscriptionRows.Find(store, row.Key.Table, row.Key.Oid));

    private static string? Known(SubscriptionsAtWork work, string table, long oid)
    {
        object? known = table switch
        {
            SubscriptionRows.Captures => work.Captures.GetValueOrDefault(oid),
            SubscriptionRows.Progress => work.Progress.GetValueOrDefault(oid),
            SubscriptionRows.Tickets => work.Tickets.GetValueOrDefault(oid),
            SubscriptionRows.Measurements => work.Measurements.GetValueOrDefault(oid),
            _ => work.Exceptions.GetValueOrDefault(oid),
        };
        return known is null ? null : CatalogJson.Write(known);
    }

    private void Put<T>(string table, long oid, T row)
    {
        var definition = CatalogJson.Write(row);
        SubscriptionRows.Put(Connection, table, oid, definition);
        _rows[(table, oid)] = definition;
    }

    private void Delete(string table, long oid)
    {
        SubscriptionRows.Delete(Connection, table, oid);
        _rows[(table, oid)] = null;
    }
}
