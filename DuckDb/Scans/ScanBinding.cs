using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>A <c>gw_scan</c> in a planned statement: the slot, and the columns it had when the statement was planned.</summary>
internal sealed class ScanBinding
{
    // Waking a second thread costs more than it saves on few rows, and each thread waiting for a source is one less for other statements.
    private const int RowsWorthThreads = 50_000;
    private readonly DuckDbEngine _engine;
    private readonly long _slot;

    public ScanBinding(DuckDbEngine engine, ulong connectionId, long slot)
    {
        var source = engine.SourceOf(slot);
        (_engine, Connection, _slot) = (engine, engine.ConnectionOf(connectionId) ?? throw new GatewayException(SqlState.InternalError, "the connection is closed"), slot);
        (Schema, EstimatedRows) = (source.Schema, source.EstimatedRows);
    }

    public Schema Schema { get; }

    public long? EstimatedRows { get; }

    public DuckDbConnection Connection { get; }

    /// <summary>Begins an execution: reads what is in the slot now.</summary>
    public Scan Start(int[] columns)
    {
        var source = _engine.SourceOf(_slot);
        if (!HasSameColumns(source.Schema)) throw new GatewayException(SqlState.InternalError, $"the source in slot {_slot} has other columns than the planned statement");
        var maxThreads = source.KeepsOrder || source.EstimatedRows < RowsWorthThreads ? 1 : _engine.Threads;
        return new Scan(source.Open(), columns, maxThreads, Connection);
    }

    private bool HasSameColumns(Schema other)
    {
        if (other.FieldCount != Schema.FieldCount) return false;
        for (var i = 0; i < other.FieldCount; i++)
            if (other.FieldsList[i].DataType != Schema.FieldsList[i].DataType) return false;
        return true;
    }
}
