using FederationGateway.Common;

namespace FederationGateway.Adapters.Files;

/// <summary>The files one object name means, open for as long as a statement reads them.</summary>
internal sealed class OpenedFiles : IDisposable
{
    private readonly List<OpenedFile> _files;

    private OpenedFiles(string name, FileKind kind, List<OpenedFile> files) => (Name, Kind, _files) = (name, kind, files);

    /// <summary>The object's name: a relative path, perhaps a pattern.</summary>
    public string Name { get; }

    public FileKind Kind { get; }

    /// <summary>What the engine is to read.</summary>
    public IReadOnlyList<string> EnginePaths => [.. _files.Select(file => file.EnginePath)];

    public long Length => _files.Sum(file => file.Length);

    /// <summary>Whether the contents are compressed: the engine would tell by the names, which it does not see.</summary>
    public bool IsCompressed { get; private init; }

    public static OpenedFiles Open(string root, string name)
    {
        var paths = Sandbox.Resolve(root, name);
        var kind = FileKinds.Of(name) ?? throw new GatewayException(SqlState.RemoteTableNotFound, $"file \"{name}\" is of no format that can be read")
        {
            Hint = "Files are read by their extension: csv, tsv, txt, parquet, json, jsonl, ndjson, and the text formats with .gz behind it.",
        };
        List<OpenedFile> files = [];
        try
        {
            foreach (var path in paths) files.Add(OpenedFile.Open(root, path, name));
            var compressed = files.Count(file => FileKinds.IsCompressed(file.RealPath));
            return compressed == 0 || compressed == files.Count
                ? new OpenedFiles(name, kind, files) { IsCompressed = compressed > 0 }
                : throw new GatewayException(SqlState.FeatureNotSupported, $"reading \"{name}\" is not supported: some of its files are compressed and others are not");
        }
        catch
        {
            foreach (var file in files) file.Dispose();
            throw;
        }
    }

    /// <summary>The engine's words with the files called what people call them.</summary>
    public string WithNames(string text) => _files.OrderByDescending(file => file.EnginePath.Length).Aggregate(text, (words, file) => words.Replace(file.EnginePath, Path.GetFileName(file.RealPath), StringComparison.Ordinal));

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }
}
