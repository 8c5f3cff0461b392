using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog.Store;

/// <summary>How many rows the local tables have, as the store estimates it: asked at most every few seconds, good enough to choose between plans.</summary>
public sealed class StoreStatistics(EngineHost engine, TimeProvider timeProvider)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);
    private static readonly Schema Columns = new([new Field("name", SqlType.Text), new Field("rows", SqlType.Int8)]);
    private readonly Lock _lock = new();
    private Dictionary<string, long> _rows = [];
    private long _readAt;

    /// <summary>Rows of a table by its physical name (<c>t16390</c>); null for one made since the last look.</summary>
    public long? RowsOf(string physicalName)
    {
        lock (_lock)
        {
            if (_readAt == 0 || timeProvider.GetElapsedTime(_readAt) > Lifetime || !_rows.ContainsKey(physicalName)) Read();
            return _rows.TryGetValue(physicalName, out var rows) ? rows : null;
        }
    }

    private void Read()
    {
        using var connection = engine.Connect();
        using var result = connection.OpenResult($"SELECT table_name, estimated_size FROM duckdb_tables() WHERE schema_name = '{StoreLayout.DataSchema}'", Columns, CancellationToken.None);
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        while (result.TryRead(out var batch))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) rows[batch.Column(0).GetString(i)] = batch.Column(1).GetValue<long>(i);
        }

        (_rows, _readAt) = (rows, timeProvider.GetTimestamp());
    }
}
