using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Federation;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>Walks a source's tree of objects.</summary>
internal static class RemoteBrowsing
{
    /// <summary>Every object, parents before children.</summary>
    public static async Task<EquatableArray<RemoteObjectEntry>> ReadAllAsync(LiveSource live, CancellationToken cancellationToken)
    {
        using var lease = live.Rent();
        List<RemoteObjectEntry> found = [];
        var open = new Queue<string?>([null]);
        while (open.TryDequeue(out var parent))
        {
            await foreach (var node in live.Source.BrowseAsync(parent, cancellationToken))
            {
                found.Add(Entry(node, parent));
                if (node.IsExpandable) open.Enqueue(node.Id);
            }
        }

        return found.ToEquatableArray();
    }

    /// <summary>One level.</summary>
    public static async Task<IReadOnlyList<RemoteObjectEntry>> ReadLevelAsync(LiveSource live, string? parent, CancellationToken cancellationToken)
    {
        using var lease = live.Rent();
        List<RemoteObjectEntry> found = [];
        await foreach (var node in live.Source.BrowseAsync(parent, cancellationToken)) found.Add(Entry(node, parent));
        return found;
    }

    private static RemoteObjectEntry Entry(BrowseNode node, string? parent) => new(node.Id, node.DisplayName, node.Kind, parent, node.IsImportable, node.IsExpandable);
}
