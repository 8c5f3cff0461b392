namespace FederationGateway.Adapters.Files;

/// <summary>The formats that can be read, by file extension.</summary>
internal enum FileKind
{
    Csv,
    Parquet,
    Json,
}

internal static class FileKinds
{
    /// <summary>The format of a file name, compressed text files included, or null.</summary>
    public static FileKind? Of(string name)
    {
        var text = IsCompressed(name) ? name[..^3] : name;
        return Path.GetExtension(text).ToUpperInvariant() switch
        {
            ".CSV" or ".TSV" or ".TXT" => FileKind.Csv,
            ".PARQUET" => FileKind.Parquet,
            ".JSON" or ".NDJSON" or ".JSONL" => FileKind.Json,
            _ => null,
        };
    }

    public static bool IsCompressed(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The name without its extensions: what a table made from the file is called.</summary>
    public static string TableName(string fileName)
    {
        var name = Path.GetFileName(fileName);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? name[..dot] : name;
    }
}
