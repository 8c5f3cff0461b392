using System.Collections.Concurrent;
using FederationGateway.Common;
using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>
/// One instance of the embedded engine, locked down as its options say, with <c>gw_scan(slot)</c> and the scalar functions registered. After an
/// internal failure of the engine it is <see cref="IsInvalidated"/> and every statement fails; <see cref="EngineHost"/> replaces it then.
/// Disposing closes it once its connections are disposed.
/// </summary>
public sealed class DuckDbEngine : IDisposable
{
    private readonly ConcurrentDictionary<ulong, DuckDbConnection> _connections = new();
    private readonly ConcurrentDictionary<long, IBatchSource> _slots = new();
    private readonly DatabaseHandle _database;
    private readonly OpenFile? _file;
    private long _lastSlot;
    private volatile bool _isClosed;

    private DuckDbEngine(EngineOptions options, DatabaseHandle database, OpenFile? file)
    {
        Options = options;
        _database = database;
        _file = file;
    }

    public EngineOptions Options { get; }

    /// <summary>The threads one scan may use.</summary>
    public int Threads => Options.Threads ?? Environment.ProcessorCount;

    /// <summary>Whether the engine has failed in itself: nothing works any more, but committed rows are safe.</summary>
    public bool IsInvalidated { get; private set; }

    /// <summary>Connections not yet disposed.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>What is committed by <see cref="DuckDbConnection.CommitAsync"/>.</summary>
    public CommitMarks Commits { get; } = new();

    /// <summary>Opens (or creates) the database. Fails with 55000 when its file is open already, here or in another process.</summary>
    public static DuckDbEngine Open(EngineOptions options)
    {
        EngineLibrary.EnsureLoaded();
        if (DuckDbApi.VectorSize() != DuckDbApi.ChunkRows)
            throw new GatewayException(SqlState.InternalError, "the embedded engine's library was built with another vector size");
        // The engine makes the directory when it first spills, but none above it.
        if (Path.GetDirectoryName(options.TempDirectory) is { Length: > 0 } parent) Directory.CreateDirectory(parent);
        var file = options.DatabasePath is { } path ? OpenFile.Claim(path) : null;
        DuckDbEngine? engine = null;
        try
        {
            engine = new DuckDbEngine(options, EngineOpening.Open(file?.Path), file);
            engine.Prepare();
            return engine;
        }
        catch
        {
            engine?._database.Dispose();
            file?.Dispose();
            throw;
        }
    }

    public DuckDbConnection Connect()
    {
        if (DuckDbApi.Connect(_database, out var native) == NativeState.Error)
            throw new GatewayException(SqlState.CannotConnectNow, "the embedded engine accepts no connections");
        var connection = new DuckDbConnection(this, new ConnectionHandle(native));
        _connections[connection.Id] = connection;
        return connection;
    }

    /// <summary>Makes the function available to all connections.</summary>
    public void RegisterScalarFunction(ScalarFunction function)
    {
        using var connection = Connect();
        ScalarFunctionBinding.Register(this, connection.Handle, function);
    }

    /// <summary>Offers the source to statements as <c>gw_scan(number)</c>, with columns c0, c1 … in the order of its schema. Returns the number.</summary>
    public long OpenSlot(IBatchSource source)
    {
        var slot = Interlocked.Increment(ref _lastSlot);
        _slots[slot] = source;
        return slot;
    }

    /// <summary>Gives an open slot other rows of the same schema: a prepared statement then reads those at its next execution.</summary>
    public void ReplaceSource(long slot, IBatchSource source)
    {
        if (!_slots.TryGetValue(slot, out var old) || !_slots.TryUpdate(slot, source, old)) throw UnknownSlot(slot);
    }

    /// <summary>The slot's number is not used again. The source itself stays the caller's.</summary>
    public void CloseSlot(long slot) => _slots.TryRemove(slot, out _);

    /// <summary>Closes the engine; open connections keep the instance, and its file's lock, until they are disposed.</summary>
    public void Dispose()
    {
        _database.Dispose();
        _isClosed = true;
        ReleaseFileWhenUnused();
    }

    internal IBatchSource SourceOf(long slot) => _slots.TryGetValue(slot, out var source) ? source : throw UnknownSlot(slot);

    internal DuckDbConnection? ConnectionOf(ulong id) => _connections.GetValueOrDefault(id);

    internal void Forget(DuckDbConnection connection)
    {
        _connections.TryRemove(connection.Id, out _);
        ReleaseFileWhenUnused();
    }

    internal IEnumerable<DuckDbConnection> Connections => _connections.Values;

    internal void Invalidate() => IsInvalidated = true;

    private void ReleaseFileWhenUnused()
    {
        if (_isClosed && _connections.IsEmpty) _file?.Dispose();
    }

    private static GatewayException UnknownSlot(long slot) => new(SqlState.InternalError, $"slot {slot} is not open");

    private void Prepare()
    {
        using var connection = Connect();
        ScanFunction.Register(this, connection.Handle);
        foreach (var function in Options.Functions) ScalarFunctionBinding.Register(this, connection.Handle, function);
        foreach (var statement in EngineLockdown.Statements(Options)) connection.Execute(statement, CancellationToken.None);
    }
}
