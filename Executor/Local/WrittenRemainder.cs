using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>A fragment of a remainder and the slot its rows are read from.</summary>
/// <param name="IsKept">Whether its rows may be asked for more than once.</param>
internal sealed record RemainderInput(RemoteNode Node, Schema Schema, long Slot, bool IsKept);

/// <summary>
/// A remainder as the engine's SQL, with a slot for the rows of each of its fragments. Every run gives the slots new rows. Owns the slots, not the connection.
/// </summary>
internal sealed class WrittenRemainder : IDisposable
{
    private readonly List<RemainderInput> _inputs = [];
    private readonly DuckDbEngine _engine;
    private HashSet<ColumnId> _streamed = [];

    private WrittenRemainder(DuckDbEngine engine) => _engine = engine;

    public string Sql { get; private set; } = "";

    public IReadOnlyList<RemainderInput> Inputs => _inputs;

    /// <summary>0A000 when the engine's dialect cannot say it.</summary>
    public static WrittenRemainder Write(PlanNode remainder, SqlDialect dialect, DuckDbEngine engine)
    {
        var written = new WrittenRemainder(engine)
        {
            _streamed = [.. remainder.SelfAndDescendants().OfType<RemoteNode>().SelectMany(node => node.Output).Select(column => column.Id)],
        };
        try
        {
            var query = QueryWriter.Write(remainder, dialect, new QueryWriterOptions { InputOf = written.InputOf });
            if (query.Refusal is { } refusal) throw new GatewayException(SqlState.FeatureNotSupported, refusal.Message) { Hint = refusal.Hint };
            written.Sql = query.Sql;
            return written;
        }
        catch
        {
            written.Dispose();
            throw;
        }
    }

    /// <summary>A channel for each input, in order, from which the next run reads.</summary>
    public IReadOnlyList<BatchChannel> OpenChannels(Func<RemoteNode, double?> estimateOf)
    {
        var channels = new BatchChannel[_inputs.Count];
        for (var i = 0; i < channels.Length; i++)
        {
            channels[i] = new BatchChannel(_inputs[i].Schema, estimateOf(_inputs[i].Node) is { } rows ? (long)Math.Min(rows, long.MaxValue / 2) : null);
            if (_inputs[i].IsKept) channels[i].Keep();
            _engine.ReplaceSource(_inputs[i].Slot, channels[i]);
        }

        return channels;
    }

    public void Dispose()
    {
        foreach (var input in _inputs) _engine.CloseSlot(input.Slot);
    }

    private RemoteInput InputOf(RemoteNode remote)
    {
        var schema = ResultSchema.Of(remote.Output);
        var slot = _engine.OpenSlot(new BatchList(schema, []));
        // A query inside an expression may be planned more than once: the engine repeats operands of CASE and NULLIF, templates repeat arguments.
        var isKept = !remote.Output.IsEmpty && !remote.Output.Any(column => _streamed.Contains(column.Id));
        _inputs.Add(new RemainderInput(remote, schema, slot, isKept));
        return new RemoteInput(
            string.Create(CultureInfo.InvariantCulture, $"gw_scan({slot})"),
            [.. Enumerable.Range(0, schema.FieldCount).Select(index => string.Create(CultureInfo.InvariantCulture, $"c{index}"))]);
    }
}
