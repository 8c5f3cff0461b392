using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Replication.Tests.Applying;

namespace FederationGateway.Replication.CrashFollower;

/// <summary>A kind of source that tells of a <see cref="ScriptedWorld"/>, and of nothing else.</summary>
internal sealed class ScriptedAdapter(ScriptedWorld world, int history) : IAdapter
{
    public string Name => "scripted";

    public AdapterDescription Description { get; } = new("Scripted", "", []);

    public CapabilitySet Capabilities { get; } = CapabilitySet.Of();

    public SqlDialect Dialect { get; } = new NoDialect();

    public IRemoteSource CreateSource(SourceDefinition definition) => new ScriptedSource(world, history);

    private sealed class NoDialect : SqlDialect
    {
        public override string Name => "scripted";

        public override FunctionTable Functions => FunctionTable.Empty;
    }
}

/// <summary>
/// As strict as a server: it has one stream, nothing from before what was acknowledged, and rows of those tables only that were published when they were written. A table that it was told to leave
/// out, or not told of yet when a process died, is not missed by a stream that knows it.
/// </summary>
internal sealed class ScriptedSource(ScriptedWorld world, int history) : IRemoteSource, ICaptureSource
{
    private ScriptedStream? _open;

    public IReadOnlyList<RemoteConnection> Connections => [];

    public Task<RemoteTable> ImportAsync(RemoteObjectName name, CancellationToken cancellationToken) => Task.FromResult(SourceModel.Tables.First(table => table.Name == name));

    public Task<IReadOnlyList<CaptureObstacle>> CheckCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CaptureObstacle>>([]);

    public Task<ChangePosition?> StartCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken)
    {
        var wanted = tables.Select(NameOf).Order(StringComparer.Ordinal).ToArray();
        if (!world.PublishedAt(world.Count).SequenceEqual(wanted)) world.Append("P " + string.Join(',', wanted));
        if (world.Confirmed is not null) return Task.FromResult<ChangePosition?>(null);
        var start = world.Count;
        world.CreateSlot(start);
        return Task.FromResult<ChangePosition?>(ScriptedWorld.PositionOf(start));
    }

    public Task DropCaptureAsync(string capture, CancellationToken cancellationToken)
    {
        world.DropSlot();
        if (world.PublishedAt(world.Count).Length > 0) world.Append("P");
        return Task.CompletedTask;
    }

    public Task WriteMarkerAsync(string capture, string marker, CancellationToken cancellationToken)
    {
        world.Append("M" + marker);
        return Task.CompletedTask;
    }

    public ValueTask<IChangeStream> OpenChangesAsync(string capture, IReadOnlyList<CapturedTable> tables, ChangePosition after, CancellationToken cancellationToken)
    {
        if (_open is { IsClosed: false }) throw Refused("a stream is open");
        if (world.Confirmed is not { } confirmed) throw Refused("the slot is gone");
        if (confirmed > ScriptedWorld.LineOf(after)) throw Refused($"what follows {after} was acknowledged up to {confirmed}");
        return ValueTask.FromResult<IChangeStream>(_open = new ScriptedStream(world, history, tables.ToDictionary(NameOf, table => table.Id), ScriptedWorld.LineOf(after)));
    }

    public ValueTask<IAlignedSnapshot?> OpenSnapshotAsync(string capture, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IAlignedSnapshot?>(new Snapshot(ScriptedWorld.PositionOf(world.Count)));

    public Task<CaptureStatus> CaptureStatusAsync(string capture, CancellationToken cancellationToken) => Task.FromResult(new CaptureStatus(world.Confirmed is not null));

    public Task<SourceVersion> CheckAsync(CancellationToken cancellationToken) => throw NotAsked();

    public IAsyncEnumerable<BrowseNode> BrowseAsync(string? parentId, CancellationToken cancellationToken) => throw NotAsked();

    public IAsyncEnumerable<RemoteTable> ImportSchemaAsync(string? schema, Predicate<ImportCandidate> isWanted, CancellationToken cancellationToken) => throw NotAsked();

    public ValueTask<IRemoteSession> OpenSessionAsync(RemoteSessionOptions options, CancellationToken cancellationToken) => throw NotAsked();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string NameOf(CapturedTable table) => table.Definition.Path[1];

    private static GatewayException Refused(string why) => new(SqlState.ObjectNotInPrerequisiteState, why);

    private static InvalidOperationException NotAsked() => new("nobody asks a source for this to follow it");

    /// <summary>The rows at a position are known to whoever knows the history.</summary>
    private sealed class Snapshot(ChangePosition position) : IAlignedSnapshot
    {
        public ChangePosition Position => position;

        public IRemoteSession Session => throw NotAsked();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
