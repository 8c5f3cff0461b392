using System.Globalization;
using FederationGateway.DuckDb;
using FederationGateway.Executor.Local;

namespace FederationGateway.Gateway.Transactions.Redo;

/// <summary>Sets of row ids as a subquery of the engine's SQL, which any number of statements may read.</summary>
internal sealed class RowSlot : IDisposable
{
    private readonly DuckDbEngine _engine;
    private readonly List<(long Slot, BatchList Rows)> _open = [];

    public RowSlot(DuckDbEngine engine, IEnumerable<TouchedRows> sets)
    {
        _engine = engine;
        foreach (var set in sets)
        {
            var rows = set.ToBatches();
            _open.Add((engine.OpenSlot(rows), rows));
        }
    }

    public string Sql => string.Join(" UNION ALL ", _open.Select(open => string.Create(CultureInfo.InvariantCulture, $"SELECT c0 FROM gw_scan({open.Slot})")));

    public void Dispose()
    {
        foreach (var (slot, rows) in _open)
        {
            _engine.CloseSlot(slot);
            rows.Dispose();
        }
    }
}
