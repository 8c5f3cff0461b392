using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Wire;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>
/// A session that sees the database as it is where a stream of changes would begin. The server makes such a snapshot with a new slot: a temporary one here, which is gone
/// again (and keeps none of the log) as soon as the session has taken the snapshot over.
/// </summary>
internal sealed class AlignedSnapshot : IAlignedSnapshot
{
    private const int MostNameBytes = 63;
    private const string AllSlotsInUse = "53400";
    private readonly PostgreSqlSession _session;

    private AlignedSnapshot(ChangePosition position, PostgreSqlSession session) => (Position, _session) = (position, session);

    public ChangePosition Position { get; }

    public IRemoteSession Session => _session;

    /// <summary>Null when the server has no slot left for it.</summary>
    public static async Task<AlignedSnapshot?> OpenAsync(ConnectionPool pool, PostgreSqlOptions options, string capture, CancellationToken cancellationToken)
    {
        var slot = $"{Guid.NewGuid():N}_{capture}";
        using var exporter = await pool.OpenAsync(isReplication: true, cancellationToken);
        var connections = new SessionConnections(pool, new RemoteSessionOptions());
        try
        {
            var (position, snapshot) = await ExportAsync(exporter, slot.Length > MostNameBytes ? slot[..MostNameBytes] : slot, cancellationToken);
            await connections.ImportSnapshotAsync(snapshot, cancellationToken);
            await exporter.CloseAsync();
            return new AlignedSnapshot(position, new PostgreSqlSession(connections, options, isSingleFragment: false));
        }
        catch (Exception error)
        {
            await connections.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (error is ServerError { Code: AllSlotsInUse }) return null;
            throw PostgreSqlErrors.OnExecute(options, error, isCancelled: false);
        }
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    /// <summary>Waits, as every new slot does, until the transactions then running have ended. The snapshot lasts until the connection does something else.</summary>
    private static async Task<(ChangePosition Position, string Snapshot)> ExportAsync(WireConnection exporter, string slot, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static state => ((WireConnection)state!).Kill(), exporter);
        var row = await exporter.RowAsync($"CREATE_REPLICATION_SLOT {CaptureName.Quoted(slot)} TEMPORARY LOGICAL pgoutput EXPORT_SNAPSHOT");
        return row is [_, { } point, { } snapshot, ..] ? (Lsn.ToPosition(Lsn.Parse(point)), snapshot) : throw new ConnectionLost("the server made a slot and said nothing of it");
    }
}
