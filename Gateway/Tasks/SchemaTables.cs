using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Federation;
using FederationGateway.Gateway.Sessions;

namespace FederationGateway.Gateway.Tasks;

/// <summary>The tables of a schema of a remote source, without its views, as they are now.</summary>
internal static class SchemaTables
{
    private static readonly HashSet<string> Kinds = new(StringComparer.OrdinalIgnoreCase) { "table", "partitioned table" };

    /// <exception cref="GatewayException">HV00R when there is none.</exception>
    public static async Task<IReadOnlyList<RemoteTable>> ImportAsync(SessionState session, RemoteSourceEntry source, string schema, CancellationToken cancellationToken)
    {
        var live = session.Core.Sources.Get(session.Snapshot, source, session.Identity.Current);
        using var lease = live.Rent();
        var wanted = await NamesAsync(live, schema, cancellationToken);
        List<RemoteTable> tables = [];
        await foreach (var table in live.Source.ImportSchemaAsync(schema, candidate => wanted is null || wanted.Contains(candidate.Object), cancellationToken)) tables.Add(table);
        return tables.Count > 0 ? tables : throw new GatewayException(SqlState.RemoteTableNotFound, $"remote schema \"{schema}\" of remote source \"{source.Name}\" has no tables");
    }

    /// <summary>Their names; null when the source does not tell tables and views apart.</summary>
    private static async Task<HashSet<string>?> NamesAsync(LiveSource live, string schema, CancellationToken cancellationToken)
    {
        await foreach (var node in live.Source.BrowseAsync(null, cancellationToken))
        {
            if (!node.IsExpandable || node.DisplayName != schema) continue;
            HashSet<string> names = new(StringComparer.Ordinal);
            await foreach (var table in live.Source.BrowseAsync(node.Id, cancellationToken))
                if (Kinds.Contains(table.Kind)) names.Add(table.DisplayName);
            return names;
        }

        return null;
    }
}
