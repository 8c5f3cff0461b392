using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>Opens a capture's stream: makes sure first that nothing behind the position is missing, and that nobody else reads.</summary>
internal sealed class ChangeStreamOpening(ConnectionPool pool, ControlQueries control, PostgreSqlOptions options, TimeProvider time)
{
    private const string InUse = "55006";
    private const int MostTries = 5;

    public async Task<IChangeStream> OpenAsync(string capture, IReadOnlyList<CapturedTable> tables, ulong after, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var slot = await CaptureSlot.FreeAsync(control, capture, cancellationToken);
            Verify(capture, slot, after);
            var found = await CaptureTables.FindAsync(control, tables, cancellationToken);
            VerifyPublication(capture, await Publication.ReadAsync(control, capture, cancellationToken), found);
            var connection = await pool.OpenAsync(isReplication: true, cancellationToken);
            try
            {
                await StartAsync(connection, capture, after, cancellationToken);
                return new PostgreSqlChangeStream(connection, control, options, capture, found, after, slot.Latest, time);
            }
            catch (Exception error)
            {
                connection.Dispose();

                // An older stream of ours that ended a moment ago, or another gateway's that began.
                if (error is ServerError { Code: InUse } && tries < MostTries) continue;
                if (error is ConnectionLost) cancellationToken.ThrowIfCancellationRequested();
                throw CaptureErrors.OnStream(options, capture, error);
            }
        }
    }

    private static async Task StartAsync(WireConnection connection, string capture, ulong after, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static state => ((WireConnection)state!).Kill(), connection);
        connection.Writer.Begin('Q').WriteString(string.Create(CultureInfo.InvariantCulture,
            $"START_REPLICATION SLOT {CaptureName.Quoted(capture)} LOGICAL {Lsn.Format(after)} (proto_version '1', publication_names {CaptureName.Literal(CaptureName.Quoted(capture))}, messages 'true')"));
        await connection.StartRequestAsync();
        while ((await connection.NextAsync()).Code != (byte)'W')
        {
            // CopyBothResponse comes first, or an error instead.
        }
    }

    private void Verify(string capture, CaptureSlot slot, ulong after)
    {
        if (!slot.Exists || slot.Database != slot.CurrentDatabase) throw CaptureErrors.Gap(options, capture, $"replication slot \"{capture}\" is gone: somebody dropped it, or the server is another one now");
        if (slot.IsLost) throw CaptureErrors.Gap(options, capture, $"the server has removed log that replication slot \"{capture}\" needed (max_slot_wal_keep_size)");
        if (slot.Confirmed > after)
            throw CaptureErrors.Gap(options, capture, $"replication slot \"{capture}\" is at {Lsn.Format(slot.Confirmed.Value)} already, behind {Lsn.Format(after)}: somebody else has read from it");
        if (slot.Latest < after)
            throw CaptureErrors.Gap(options, capture, $"the server's log ends at {Lsn.Format(slot.Latest)}, before {Lsn.Format(after)}: it was restored to, or failed over to, an earlier state");
    }

    private void VerifyPublication(string capture, Publication? publication, IReadOnlyList<FoundTable> tables)
    {
        if (publication is null) throw CaptureErrors.Gap(options, capture, $"publication \"{capture}\" is gone");
        if (!publication.IsAsWeMakeIt) throw CaptureErrors.Gap(options, capture, $"publication \"{capture}\" was altered: it does not publish every kind of change");
        if (tables.FirstOrDefault(table => table.Oid is { } oid && publication.Lacks(oid)) is { } missing)
            throw CaptureErrors.Gap(options, capture, $"table {missing.Schema}.{missing.Name} is not in publication \"{capture}\"");
    }
}
