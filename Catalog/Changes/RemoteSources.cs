using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.Configuration;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>CREATE, ALTER and DROP REMOTE SOURCE. The adapter has already accepted the configuration.</summary>
public static class RemoteSources
{
    public static RemoteSourceEntry Create(
        CatalogTransaction transaction, string name, string adapter, EquatableArray<KeyValuePair<string, string>> options,
        string? credentialType, IReadOnlyDictionary<string, string>? credential, string owner)
    {
        if (transaction.Snapshot.Sources.FindExact(name) is not null) throw new GatewayException(SqlState.DuplicateObject, $"remote source \"{name}\" already exists");
        var source = new RemoteSourceEntry(transaction.NewOid(), name, adapter, options, [], Revision: 1, HasCredential: credential is not null, owner);
        transaction.Add(source);
        if (credential is not null) transaction.SetCredential(source, credentialType, credential);
        return source;
    }

    /// <summary>Changes configuration, credential or both. What is null stays.</summary>
    public static RemoteSourceEntry Reconfigure(
        CatalogTransaction transaction, RemoteSourceEntry source, string? adapter, EquatableArray<KeyValuePair<string, string>>? options,
        string? credentialType, IReadOnlyDictionary<string, string>? credential, bool dropCredential)
    {
        if (adapter is not null && adapter != source.Adapter && transaction.Snapshot.RelationsByOid.Values.OfType<VirtualTableEntry>().FirstOrDefault(table => table.Source == source.Name) is { } table)
        {
            throw new GatewayException(SqlState.DependentObjectsStillExist, $"cannot change the adapter of remote source \"{source.Name}\" because virtual tables depend on it")
            {
                Detail = $"virtual table {table.Schema}.{table.Name} depends on remote source {source.Name}",
            };
        }

        if (credential is not null || dropCredential) transaction.SetCredential(source, credentialType, dropCredential ? null : credential);

        // Users gave their credentials for the place the source was then.
        var isElsewhere = (adapter is not null && adapter != source.Adapter) || (options is { } given && given != source.Options);
        if (isElsewhere) ReplicaTables.Outdate(transaction, source);
        if (isElsewhere && transaction.RemoveUserCredentials(known => known.SourceOid == source.Oid) is > 0 and var gone)
            transaction.Notices.Add($"{gone} credential{(gone == 1 ? "" : "s")} of users removed: they have to be given again for the new configuration");
        return Revise(transaction, source with
        {
            Adapter = adapter ?? source.Adapter,
            Options = options ?? source.Options,
            HasCredential = !dropCredential && (credential is not null || source.HasCredential),
        });
    }

    /// <summary>SET PROPERTY: overrides of capabilities, limits, and how changes come to be known. 42704-like refusal of names the gateway would ignore.</summary>
    public static RemoteSourceEntry SetProperties(CatalogTransaction transaction, RemoteSourceEntry source, IEnumerable<KeyValuePair<string, string>> properties)
    {
        var known = source.Properties.ToDictionary(property => property.Key, property => property.Value, StringComparer.Ordinal);
        foreach (var (name, value) in properties)
        {
            if (SourceLimits.IsLimit(name)) SourceLimits.Check(name, value, transaction.Snapshot);
            else if (CaptureProperties.IsOfSource(name)) CaptureProperties.CheckOfSource(name, value);
            else RefuseUnknown(name, value);
            known[KeyOf(name)] = SourceLimits.IsLimit(name) ? value.ToUpperInvariant().Trim() : value.ToLowerInvariant();
        }

        return Revise(transaction, source with { Properties = known.OrderBy(property => property.Key, StringComparer.Ordinal).ToEquatableArray() });
    }

    /// <summary>UNSET PROPERTY; no names mean all.</summary>
    public static RemoteSourceEntry UnsetProperties(CatalogTransaction transaction, RemoteSourceEntry source, IReadOnlyCollection<string> names)
    {
        if (names.FirstOrDefault(name => !source.Properties.Any(property => property.Key == KeyOf(name))) is { } missing)
            throw new GatewayException(SqlState.UndefinedObject, $"property \"{missing}\" is not set on remote source \"{source.Name}\"");
        var left = names.Count == 0 ? [] : source.Properties.Where(property => !names.Any(name => property.Key == KeyOf(name))).ToEquatableArray();
        return Revise(transaction, source with { Properties = left });
    }

    public static void Drop(CatalogTransaction transaction, RemoteSourceEntry source, bool cascade)
    {
        RelationEntry[] tables = [.. transaction.Snapshot.RelationsByOid.Values.OfType<VirtualTableEntry>().Where(table => table.Source == source.Name).OrderBy(table => table.Oid)];
        RelationDrops.Drop(
            transaction, tables, cascade, $"remote source {source.Name}", areNamed: false,
            transaction.Snapshot.SubscriptionsByOid.Values.Where(subscription => subscription.Source == source.Oid && !subscription.IsReplica),
            transaction.Snapshot.Tasks.Values.Where(task => task.Source == source.Oid));
        transaction.Remove(transaction.Snapshot.Sources.FindExact(source.Name)!);
    }

    private static RemoteSourceEntry Revise(CatalogTransaction transaction, RemoteSourceEntry source)
    {
        var revised = source with { Revision = source.Revision + 1 };
        transaction.Replace(revised);
        return revised;
    }

    // Names are upper case; the user behind a limit's name is exact.
    private static string KeyOf(string name) => SourceLimits.IsLimit(name) ? SourceLimits.KeyOf(name) : name.ToUpperInvariant();

    private static void RefuseUnknown(string name, string value)
    {
        if (!CapabilityDescriptions.IsKnown(name.ToUpperInvariant()))
            throw new GatewayException(SqlState.InvalidOptionName, $"property \"{name}\" is not known") { Hint = $"The capabilities are listed in SYS.ADAPTER_CAPABILITIES; the limits are {SourceLimits.MaxFetchedRows} and {SourceLimits.MaxFetchedBytes}; {CaptureProperties.Method} and {CaptureProperties.Interval} say how changes come to be known." };
        if (value.ToUpperInvariant() is not ("TRUE" or "FALSE" or "EXACT" or "SUPERSET"))
            throw new GatewayException(SqlState.InvalidOptionValue, $"property \"{name}\" takes true, false or superset, not \"{value}\"");
    }
}
