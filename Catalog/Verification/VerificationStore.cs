using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog;

/// <summary>
/// Makes what verification finds durable: tables of its own, each change a transaction of its own, in force for every statement planned afterwards. Never waits for
/// a session's open DDL, in the middle of which a statement may find a mismatch.
/// </summary>
public sealed class VerificationStore : IDisposable
{
    private readonly CatalogStore _store;
    private readonly SemaphoreSlim _one = new(1, 1);
    private long _lastId;

    internal VerificationStore(CatalogStore store, long lastId) => (_store, _lastId) = (store, lastId);

    /// <summary>Keeps mismatches, each with an id of its own; what the source is already not trusted with is not kept twice.</summary>
    /// <param name="found">Entries without ids.</param>
    public Task<IReadOnlyList<PushdownMismatchEntry>> AddAsync(IReadOnlyList<PushdownMismatchEntry> found, CancellationToken cancellationToken) => ChangeAsync<IReadOnlyList<PushdownMismatchEntry>>(connection =>
    {
        var known = _store.Current.Verification.Mismatches.Values.Where(entry => entry.IsActive).ToList();
        List<PushdownMismatchEntry> added = [];
        foreach (var entry in found)
        {
            if (known.Concat(added).Any(other => other.SourceOid == entry.SourceOid && other.Downgrade.IsSameAs(entry.Downgrade))) continue;
            var id = _lastId + added.Count + 1;
            added.Add(entry with { Id = id, Downgrade = entry.Downgrade with { MismatchId = id } });
        }

        foreach (var entry in added) VerificationRows.Save(connection, entry);
        return (added, state => state.With(added));
    }, cancellationToken);

    /// <summary>Trusts a source again in what these mismatches had taken from it; those that were in force until now.</summary>
    public Task<IReadOnlyList<PushdownMismatchEntry>> ClearAsync(Func<PushdownMismatchEntry, bool> which, string user, DateTime time, CancellationToken cancellationToken) =>
        ChangeAsync<IReadOnlyList<PushdownMismatchEntry>>(connection =>
        {
            var cleared = _store.Current.Verification.Mismatches.Values.Where(entry => entry.IsActive && which(entry)).Select(entry => entry with { ClearTime = time, ClearedBy = user }).ToList();
            foreach (var entry in cleared) VerificationRows.Save(connection, entry);
            return (cleared, state => state.With(cleared));
        }, cancellationToken);

    /// <summary>Keeps the outcome of trying a source's capabilities, in place of the one before.</summary>
    public Task<int> ReplaceChecksAsync(IReadOnlyList<CapabilityCheckEntry> checks, CancellationToken cancellationToken) => ChangeAsync(connection =>
    {
        foreach (var check in checks) VerificationRows.Save(connection, check);
        return (checks.Count, (Func<VerificationState, VerificationState>)(state => state.With(checks)));
    }, cancellationToken);

    public void Dispose() => _one.Dispose();

    private async Task<T> ChangeAsync<T>(Func<DuckDbConnection, (T Result, Func<VerificationState, VerificationState> Change)> change, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            using var connection = _store.Connect();
            await connection.ExecuteAsync("BEGIN TRANSACTION", cancellationToken);
            var (result, next) = change(connection);

            // Never cancelled: what came through although its statement was interrupted would not be published.
            await connection.CommitAsync(ofTables: false);
            _store.ChangeVerification(next);
            _lastId = Math.Max(_lastId, _store.Current.Verification.Mismatches.Keys.DefaultIfEmpty().Max());
            return result;
        }
        finally
        {
            _one.Release();
        }
    }
}
