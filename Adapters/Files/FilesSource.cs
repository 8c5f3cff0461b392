using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files;

/// <summary>One directory. Its engine is opened at first use, can read this directory only, and is replaced when it fails.</summary>
internal sealed class FilesSource(string name, FilesOptions options, EngineOptions engineOptions) : IRemoteSource, IVersionedSource
{
    private const string DefaultSchema = "files";
    private readonly Lock _lock = new();
    private EngineHost? _engine;
    private bool _disposed;

    public IReadOnlyList<RemoteConnection> Connections => [];

    public string Name => name;

    public FilesOptions Options => options;

    public Task<SourceVersion> CheckAsync(CancellationToken cancellationToken)
    {
        RequireDirectory();
        return Task.FromResult(new SourceVersion("directory", options.Directory));
    }

    public async IAsyncEnumerable<BrowseNode> BrowseAsync(string? parentId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        RequireDirectory();
        foreach (var entry in Entries(Sandbox.ResolveDirectory(options.Directory, parentId)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var id = Path.GetRelativePath(options.Directory, entry.FullName);
            var isDirectory = entry is DirectoryInfo;
            yield return new BrowseNode(id, entry.Name, isDirectory ? "DIRECTORY" : "TABLE", IsImportable: !isDirectory, IsExpandable: isDirectory, isDirectory ? null : new RemoteObjectName(null, null, id));
        }
    }

    public Task<RemoteTable> ImportAsync(RemoteObjectName objectName, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Import(objectName), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public async IAsyncEnumerable<RemoteTable> ImportSchemaAsync(string? schema, Predicate<ImportCandidate> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RequireDirectory();
        var directory = Sandbox.ResolveDirectory(options.Directory, schema is DefaultSchema or "public" && !Directory.Exists(Path.Combine(options.Directory, schema)) ? null : schema);
        foreach (var file in Entries(directory).OfType<FileInfo>())
        {
            var path = Path.GetRelativePath(options.Directory, file.FullName);
            if (isWanted(new ImportCandidate(path, FileKinds.TableName(path)))) yield return await ImportAsync(new RemoteObjectName(null, null, path), cancellationToken);
        }
    }

    public ValueTask<IRemoteSession> OpenSessionAsync(RemoteSessionOptions sessionOptions, CancellationToken cancellationToken)
    {
        RequireDirectory();
        return ValueTask.FromResult<IRemoteSession>(new FilesSession(this));
    }

    public ValueTask<string?> VersionAsync(EquatableArray<string> path, CancellationToken cancellationToken)
    {
        RequireDirectory();
        return ValueTask.FromResult(FileVersion.Of(options.Directory, path[0], DateTime.UtcNow));
    }

    /// <summary>A connection to the source's engine.</summary>
    public DuckDbConnection Connect()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return (_engine ??= new EngineHost(engineOptions)).Connect();
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _disposed = true;
            _engine?.Dispose();
            _engine = null;
        }

        return ValueTask.CompletedTask;
    }

    private RemoteTable Import(RemoteObjectName objectName)
    {
        RequireDirectory();
        var path = objectName.Schema is { Length: > 0 } schema and not ("files" or "public") ? Path.Combine(schema, objectName.Object) : objectName.Object;
        using var files = OpenedFiles.Open(options.Directory, path);
        using var connection = Connect();
        try
        {
            return Describe(connection, files);
        }
        catch (GatewayException error)
        {
            var known = files.Kind == FileKind.Csv && error.State == SqlState.InternalError ? UnevenLines.Find(connection, files, options) ?? error : error;
            throw FileErrors.Translate(known, $"file \"{path}\"", files.WithNames);
        }
    }

    private RemoteTable Describe(DuckDbConnection connection, OpenedFiles files)
    {
        var columns = FileColumns.ToTable(FileColumns.Read(connection, FileReader.Sql(files, options)));
        return new RemoteTable(
            new RemoteObjectName(null, null, files.Name), [files.Name], columns, Statistics: FileStatistics.Read(connection, files),
            Properties: [new TableProperty("format", files.Kind.ToString().ToLowerInvariant(), IsReadOnly: true)])
        {
            SuggestedName = FileKinds.TableName(files.Name),
        };
    }

    private IEnumerable<FileSystemInfo> Entries(string directory) => new DirectoryInfo(directory).EnumerateFileSystemInfos()
        // A directory that is a link may lead to one above it: its files are listed where they are.
        .Where(entry => entry is DirectoryInfo ? entry.LinkTarget is null : FileKinds.Of(entry.Name) is not null)
        .Where(entry => Sandbox.IsInside(options.Directory, entry.FullName))
        .OrderBy(entry => entry.Name, StringComparer.Ordinal);

    private void RequireDirectory()
    {
        if (!Directory.Exists(options.Directory)) throw new GatewayException(SqlState.RemoteConnectionFailed, $"cannot open remote source \"{name}\"") { Detail = $"There is no directory {options.Directory}." };
    }
}
