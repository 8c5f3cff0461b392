namespace FederationGateway.Catalog.Introspection;

/// <summary>The object a virtual table points to, in the form of a foreign table's options.</summary>
internal static class RemoteObjectOptions
{
    public static IEnumerable<KeyValuePair<string, string>> Of(VirtualTableEntry table)
    {
        if (table.RemoteName.Database is { } database) yield return KeyValuePair.Create("database", database);
        if (table.RemoteName.Schema is { } schema) yield return KeyValuePair.Create("schema_name", schema);
        yield return KeyValuePair.Create("table_name", table.RemoteName.Object);
    }
}
