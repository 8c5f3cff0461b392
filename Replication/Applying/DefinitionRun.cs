using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>Changes of definitions within one local transaction: the catalog's change is begun with the first of them, and ends with the transaction.</summary>
internal sealed class DefinitionRun(CatalogStore store, DuckDbConnection connection) : IDisposable
{
    private readonly Dictionary<long, DefinitionPropagation.LackingRows> _lacking = [];
    private CatalogTransaction? _catalog;

    /// <summary>The catalog as the transaction sees it.</summary>
    public CatalogSnapshot Snapshot => _catalog?.Snapshot ?? store.Current;

    public bool HasLacking => _lacking.Count > 0;

    /// <param name="isFirst">Whether the transaction has done nothing before.</param>
    public async Task PropagateAsync(IReadOnlyList<Member> members, long chunk, TableDefinitionChange change, bool isFirst, CancellationToken cancellationToken)
    {
        if (_catalog is null)
        {
            _catalog = await store.BeginAsync(connection, cancellationToken);
            _catalog.IsFirstWork = isFirst;
        }

        foreach (var member in members.Where(member => DefinitionChanges.IsPropagated(member, chunk, change)))
        {
            if (DefinitionChanges.Propagate(Current(member), chunk, change, _catalog, cancellationToken) is not { } lacking) continue;
            _lacking[member.Entry.Oid] = _lacking.ContainsKey(member.Entry.Oid) ? new DefinitionPropagation.LackingRows(null) : lacking;
        }
    }

    /// <summary>The member with its subscription as the transaction sees it.</summary>
    public Member Current(Member member) =>
        Snapshot.SubscriptionsByOid.GetValueOrDefault(member.Entry.Oid) is { } entry && !entry.Equals(member.Entry) ? new Member(member.Plan with { Entry = entry }, member.Writer, member.Table, member.Progress) : member;

    /// <summary>How far a subscription has come, with what its rows lack.</summary>
    public SubscriptionProgress Noted(SubscriptionProgress progress, DateTime now)
    {
        if (!_lacking.TryGetValue(progress.Oid, out var lacking) || progress.Resync is { IsGap: true }) return progress;
        var condition = progress.Resync is null or { IsAutomatic: false } ? lacking.Condition : null;
        return progress with { Resync = new SubscriptionResync(condition, now) { IsAutomatic = true } };
    }

    /// <summary>The transaction has committed.</summary>
    public void Publish() => _catalog?.Publish();

    public void Dispose() => _catalog?.Dispose();
}
