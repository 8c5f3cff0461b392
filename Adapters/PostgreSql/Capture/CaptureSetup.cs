using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>
/// Makes and removes what a capture is at the server: a publication that lists the tables and a replication slot, both under the capture's name. The publication comes first
/// and goes last: a slot without one could not be read.
/// </summary>
internal sealed class CaptureSetup(ControlQueries control, PostgreSqlOptions options)
{
    private const int FirstVersionWithFailover = 170_000;
    private const string Publish = "publish = 'insert, update, delete, truncate', publish_via_partition_root = true";
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(50);

    public async Task<ChangePosition?> StartAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken)
    {
        var found = (await CaptureTables.FindAsync(control, tables, cancellationToken)).Where(table => table.Oid is not null).ToList();
        await PublishAsync(capture, found, cancellationToken);
        var slot = await CaptureSlot.ReadAsync(control, capture, cancellationToken);
        if (!slot.Exists) return await CreateSlotAsync(capture, cancellationToken);
        if (slot.Plugin != "pgoutput" || slot.Database != slot.CurrentDatabase)
        {
            throw new GatewayException(SqlState.DuplicateObject, $"remote source \"{options.SourceName}\" has another replication slot \"{capture}\"")
            {
                Detail = $"it belongs to database \"{slot.Database}\" and plugin \"{slot.Plugin}\"",
            };
        }

        await WaitForWritersAsync([.. found.Select(table => table.Oid!.Value)], cancellationToken);
        return null;
    }

    public async Task DropAsync(string capture, CancellationToken cancellationToken)
    {
        var slot = await CaptureSlot.ReadAsync(control, capture, cancellationToken);
        if (slot.Exists && slot.Database == slot.CurrentDatabase)
        {
            await CaptureSlot.FreeAsync(control, capture, cancellationToken);
            await control.ExecuteAsync("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1", [capture], _ => 0, cancellationToken);
        }

        await control.ExecuteAsync($"DROP PUBLICATION IF EXISTS {CaptureName.Quoted(capture)}", cancellationToken);
    }

    /// <summary>The message belongs to a transaction of its own, whose commit waits for the disk whatever the user's settings are.</summary>
    public Task WriteMarkerAsync(string capture, string marker, CancellationToken cancellationToken) => control.ExecuteAsync(
        "SELECT set_config('synchronous_commit', 'local', true), pg_logical_emit_message(true, $1, $2)", [capture, marker], _ => 0, cancellationToken);

    /// <summary>
    /// Lets the publication list exactly these tables, and its comment say so. One transaction does it, so a crash leaves the old list or the new one. Tables are named alone: a table's children are
    /// captured tables of their own, or not at all.
    /// </summary>
    private async Task PublishAsync(string capture, List<FoundTable> tables, CancellationToken cancellationToken)
    {
        var name = CaptureName.Quoted(capture);
        var list = string.Join(", ", tables.Select(table => $"ONLY {CaptureName.Quoted(table.Schema!)}.{CaptureName.Quoted(table.Name!)}"));
        HashSet<uint> wanted = [.. tables.Select(table => table.Oid!.Value)];
        var comment = $"COMMENT ON PUBLICATION {name} IS {CaptureName.Literal(Publication.CommentOf(wanted))}";
        var publication = await Publication.ReadAsync(control, capture, cancellationToken);
        if (publication is null)
        {
            await control.ExecuteAsync($"CREATE PUBLICATION {name}{(tables.Count == 0 ? "" : $" FOR TABLE {list}")} WITH ({Publish}); {comment}", cancellationToken);
            return;
        }

        if (!publication.IsAsWeMakeIt) await control.ExecuteAsync($"ALTER PUBLICATION {name} SET ({Publish})", cancellationToken);
        if (publication.Tables.SetEquals(wanted) && publication.Listed?.SetEquals(wanted) == true) return;
        var change = tables.Count > 0 ? $"SET TABLE {list}" : publication.TableNames.Count > 0 ? $"DROP TABLE {string.Join(", ", publication.TableNames)}" : null;
        await control.ExecuteAsync(change is null ? comment : $"ALTER PUBLICATION {name} {change}; {comment}", cancellationToken);
    }

    /// <summary>Waits until every transaction then running has ended: what the slot tells is complete from its beginning on.</summary>
    private async Task<ChangePosition> CreateSlotAsync(string capture, CancellationToken cancellationToken)
    {
        var version = (await control.QueryAsync("SELECT current_setting('server_version_num')", [], row => int.Parse(row.GetString(0), System.Globalization.CultureInfo.InvariantCulture), cancellationToken))[0];
        var failover = version >= FirstVersionWithFailover ? ", failover => true" : "";
        var created = await control.ExecuteAsync(
            $"SELECT lsn::text FROM pg_create_logical_replication_slot($1, 'pgoutput', temporary => false, twophase => false{failover})", [capture], row => row.GetString(0), cancellationToken);
        return Lsn.ToPosition(Lsn.Parse(created[0]));
    }

    /// <summary>
    /// The server decides by the publication as it was when a row was written: of transactions that had written to a table before it was listed, the stream may lack rows. So
    /// those that hold a writer's lock now are waited for; whoever reads the table after that sees what they did. Nobody is kept from writing meanwhile.
    /// </summary>
    private async Task WaitForWritersAsync(uint[] tables, CancellationToken cancellationToken)
    {
        const string Writers = """
            SELECT DISTINCT l.virtualtransaction
            FROM pg_locks l
            WHERE l.locktype = 'relation' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
              AND l.relation IN (SELECT t.oid FROM unnest($1) t(oid) UNION SELECT p.relid::oid FROM unnest($1) t(oid), pg_partition_tree(t.oid::regclass) p)
            """;
        var writers = (await control.QueryAsync(Writers, [tables], row => row.GetString(0), cancellationToken)).ToHashSet();
        while (writers.Count > 0)
        {
            await Task.Delay(AskAgainAfter, cancellationToken);
            writers.IntersectWith(await control.QueryAsync(Writers, [tables], row => row.GetString(0), cancellationToken));
        }
    }
}
