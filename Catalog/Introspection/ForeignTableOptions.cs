namespace FederationGateway.Catalog.Introspection;

/// <summary>The object a virtual table points to, in the form of a foreign table's options.</summary>
internal static class ForeignTableOptions
{
    public static string[] Of(VirtualTableEntry table)
    {
        List<string> options = [];
        if (table.RemoteName.Database is { } database) options.Add($"database={database}");
        if (table.RemoteName.Schema is { } schema) options.Add($"schema_name={schema}");
        options.Add($"table_name={table.RemoteName.Object}");
        return [.. options];
    }
}
