using System.Diagnostics;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>A capture's replication slot, and where the server's log has come to.</summary>
/// <param name="Condition">The server's <c>wal_status</c>.</param>
/// <param name="ActiveProcess">The process that streams from it.</param>
/// <param name="IsOurs">The process serves a session of the user that is asking; null when it is about to end, and serves none any more.</param>
internal sealed record CaptureSlot(
    bool Exists, ulong Latest, string? Plugin, string? Database, ulong? Confirmed, ulong? Restart, string? Condition, int? ActiveProcess, bool? IsOurs, string CurrentDatabase)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(20);

    private const string Query = """
        SELECT (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END)::text,
               s.plugin::text, s.database::text, s.confirmed_flush_lsn::text, s.restart_lsn::text, s.wal_status::text, s.active_pid,
               a.usename = current_user, s.slot_name IS NOT NULL, current_database()::text
        FROM (SELECT 1) one
          LEFT JOIN pg_replication_slots s ON s.slot_name = $1
          LEFT JOIN pg_stat_activity a ON a.pid = s.active_pid
        """;

    public bool IsLost => Condition == "lost";

    public static async Task<CaptureSlot> ReadAsync(ControlQueries control, string capture, CancellationToken cancellationToken)
    {
        var rows = await control.QueryAsync(Query, [capture], row => new CaptureSlot(
            row.GetBoolean(8),
            row.IsDBNull(0) ? 0 : Lsn.Parse(row.GetString(0)),
            row.IsDBNull(1) ? null : row.GetString(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.IsDBNull(3) ? null : Lsn.Parse(row.GetString(3)),
            row.IsDBNull(4) ? null : Lsn.Parse(row.GetString(4)),
            row.IsDBNull(5) ? null : row.GetString(5),
            row.IsDBNull(6) ? null : row.GetInt32(6),
            row.IsDBNull(7) ? null : row.GetBoolean(7),
            row.GetString(9)), cancellationToken);
        return rows[0];
    }

    /// <summary>
    /// Ends the stream of ours that is open, which may be one whose end the server has not noticed yet. 55006 when somebody else reads from the slot, or it does not end.
    /// </summary>
    public static async Task<CaptureSlot> FreeAsync(ControlQueries control, string capture, CancellationToken cancellationToken)
    {
        for (var started = Stopwatch.GetTimestamp(); ; await Task.Delay(AskAgainAfter, cancellationToken))
        {
            var slot = await ReadAsync(control, capture, cancellationToken);
            if (slot.ActiveProcess is not { } process) return slot;
            if (slot.IsOurs == false) throw InUse(capture, $"process {process} of another user is reading from it");
            if (Stopwatch.GetElapsedTime(started) > Patience) throw InUse(capture, $"process {process} does not end");
            if (slot.IsOurs == true) await control.ExecuteAsync($"SELECT pg_terminate_backend({process})", cancellationToken);
        }
    }

    public CaptureStatus ToStatus() => Exists
        ? new CaptureStatus(
            Exists: true,
            Lsn.ToPosition(Latest),
            Confirmed is { } confirmed ? Lsn.ToPosition(confirmed) : null,
            Behind(Confirmed),
            Behind(Restart),
            Condition)
        : new CaptureStatus(Exists: false, Lsn.ToPosition(Latest));

    private long? Behind(ulong? lsn) => lsn is { } place ? (long)(Latest - Math.Min(place, Latest)) : null;

    private static GatewayException InUse(string capture, string detail) => new(SqlState.ObjectInUse, $"replication slot \"{capture}\" is in use")
    {
        Detail = detail,
        Hint = "a replication slot has one reader: end the other one",
    };
}
