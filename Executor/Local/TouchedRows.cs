using System.Collections.Concurrent;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>
/// Rows of one table of the store, by row id, as statements that write hear of them: <c>gw_touch(set, row id)</c> adds a row and returns its id. What is kept is a bit a row
/// where rows lie close together, two bytes where they do not. Safe from any thread.
/// </summary>
public sealed class TouchedRows : IDisposable
{
    private const int BlockBits = 16;
    private const int MostListed = 4096;
    private static readonly ConcurrentDictionary<long, TouchedRows> s_open = new();
    private static readonly Schema s_rowIds = new([new Field(RowId.Name, RowId.Type)]);
    private static long s_last;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Block> _blocks = [];
    private (long Number, Block? Block) _last;

    public TouchedRows()
    {
        Number = Interlocked.Increment(ref s_last);
        s_open[Number] = this;
    }

    /// <summary>The function's name in the engine's SQL.</summary>
    public const string FunctionName = "gw_touch";

    /// <summary>The function, for engines whose tables are written to. Volatile: every row is to be heard of.</summary>
    public static ScalarFunction Function { get; } = new(FunctionName, [EngineType.BigInt, EngineType.BigInt], EngineType.BigInt, Touch) { IsVolatile = true };

    /// <summary>The function's first argument.</summary>
    public long Number { get; }

    public bool IsEmpty
    {
        get
        {
            lock (_lock) return _blocks.Count == 0;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _blocks.Clear();
            _last = default;
        }
    }

    /// <summary>The rows as batches of one column, for a slot; the caller's to dispose.</summary>
    public BatchList ToBatches()
    {
        List<RecordBatch> batches = [];
        using var builder = new ArrayBuilder(SqlTypeMapping.ToArrow(RowId.Type));
        lock (_lock)
        {
            foreach (var (number, block) in _blocks)
            {
                foreach (var offset in block.Offsets()) builder.Append((number << BlockBits) + offset);
                if (builder.Length >= MostListed) Finish();
            }
        }

        if (builder.Length > 0) Finish();
        return new BatchList(s_rowIds, batches);

        void Finish()
        {
            var length = builder.Length;
            batches.Add(new RecordBatch(s_rowIds, [builder.Finish()], length));
        }
    }

    public void Dispose() => s_open.TryRemove(Number, out _);

    private static void Touch(in ScalarCall call)
    {
        TouchedRows? rows = null;
        for (var i = 0; i < call.RowCount; i++)
        {
            if (call.IsNull(i)) continue;
            var number = call[0].Value<long>(i);
            if (rows?.Number != number) rows = Of(number);
            var row = call[1].Value<long>(i);
            lock (rows._lock) rows.Add(row);
            call.Output.Set(i, row);
        }
    }

    private static TouchedRows Of(long number) =>
        s_open.TryGetValue(number, out var rows) ? rows : throw new GatewayException(SqlState.InternalError, "the rows of a transaction that has ended were asked for");

    private void Add(long row)
    {
        var number = row >> BlockBits;
        if (_last.Block is null || _last.Number != number)
        {
            if (!_blocks.TryGetValue(number, out var block)) _blocks.Add(number, block = new Block());
            _last = (number, block);
        }

        _last.Block!.Add((ushort)(row & ((1 << BlockBits) - 1)));
    }

    /// <summary>Up to 65,536 rows: listed while they are few, then a bit each.</summary>
    private sealed class Block
    {
        private ushort[] _listed = new ushort[4];
        private int _count;
        private ulong[]? _bits;

        public void Add(ushort offset)
        {
            if (_bits is null && _count == MostListed) SpreadOut();
            if (_bits is not null)
            {
                _bits[offset >> 6] |= 1UL << (offset & 63);
                return;
            }

            if (_count > 0 && _listed[_count - 1] == offset) return;
            if (_count == _listed.Length) Array.Resize(ref _listed, _count * 2);
            _listed[_count++] = offset;
        }

        public IEnumerable<int> Offsets()
        {
            if (_bits is null) return _listed.Take(_count).Distinct().Select(offset => (int)offset);
            return Enumerable.Range(0, 1 << BlockBits).Where(offset => (_bits[offset >> 6] & (1UL << (offset & 63))) != 0);
        }

        private void SpreadOut()
        {
            _bits = new ulong[(1 << BlockBits) / 64];
            for (var i = 0; i < _count; i++) _bits[_listed[i] >> 6] |= 1UL << (_listed[i] & 63);
            _listed = [];
        }
    }
}
