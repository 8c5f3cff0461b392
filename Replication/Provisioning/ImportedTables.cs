using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Replication.Provisioning;

/// <summary>Reads definitions of many tables of a source: those of a schema together, where there are several.</summary>
internal static class ImportedTables
{
    /// <summary>From so many tables of a schema on, asking for them together is less work for the source than one after the other.</summary>
    private const int Several = 4;

    /// <summary>The definitions, in the order of the names.</summary>
    public static async Task<IReadOnlyList<RemoteTable>> ReadAsync(IRemoteSource source, IReadOnlyList<RemoteObjectName> names, CancellationToken cancellationToken)
    {
        Dictionary<RemoteObjectName, RemoteTable> together = [];
        foreach (var schema in names.Distinct().GroupBy(name => name.Schema).Where(group => group.Count() >= Several))
        {
            var wanted = schema.Select(name => name.Object).ToHashSet(StringComparer.Ordinal);
            await foreach (var table in source.ImportSchemaAsync(schema.Key, candidate => wanted.Contains(candidate.Object), cancellationToken)) together[table.Name] = table;
        }

        List<RemoteTable> tables = [];
        foreach (var name in names) tables.Add(together.TryGetValue(name, out var known) ? known : await source.ImportAsync(name, cancellationToken));
        return tables;
    }
}
