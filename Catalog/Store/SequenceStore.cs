using FederationGateway.Common;

namespace FederationGateway.Catalog.Store;

/// <summary>
/// Where sequences have come to. As in PostgreSQL no transaction undoes it: a value is given out once. Values are set aside in the file before they are given out, more at a time
/// the faster they go: a crash skips what was left of them, an orderly end nothing.
/// </summary>
public sealed class SequenceStore(CatalogStore store) : IDisposable
{
    private const int SmallestBlock = 32;
    private const int LargestBlock = 4096;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, State> _states = [];

    /// <exception cref="GatewayException">2200H behind the last value.</exception>
    public long Next(SequenceEntry sequence)
    {
        lock (_lock)
        {
            var state = StateOf(sequence);
            var next = state.IsCalled ? After(sequence, state.Value) : state.Value;
            if (state.SetAside == 0) SetAside(sequence, state, next);
            (state.Value, state.IsCalled) = (next, true);
            state.SetAside--;
            return next;
        }
    }

    public void Set(SequenceEntry sequence, long value, bool isCalled)
    {
        var range = sequence.Range;
        if (value < range.Minimum || value > range.Maximum)
            throw new GatewayException(SqlState.NumericValueOutOfRange, $"setval: value {value} is out of bounds for sequence \"{sequence.Name}\" ({range.Minimum}..{range.Maximum})");
        lock (_lock)
        {
            Write(sequence.Oid, value, isCalled);
            _states[sequence.Oid] = new State { Value = value, IsCalled = isCalled };
        }
    }

    /// <summary>The last value given out, or the first one to be.</summary>
    public (long Value, bool IsCalled) Read(SequenceEntry sequence)
    {
        lock (_lock)
        {
            var state = StateOf(sequence);
            return (state.Value, state.IsCalled);
        }
    }

    /// <summary>Gives back what was set aside and not given out.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var (oid, state) in _states)
                if (state.SetAside > 0) Write(oid, state.Value, state.IsCalled);
            _states.Clear();
        }
    }

    private State StateOf(SequenceEntry sequence)
    {
        if (_states.TryGetValue(sequence.Oid, out var known)) return known;
        using var connection = store.Connect();
        var (value, isCalled) = SequenceRows.Read(connection, sequence.Oid) ?? (sequence.Range.Start, false);
        return _states[sequence.Oid] = new State { Value = value, IsCalled = isCalled };
    }

    private void SetAside(SequenceEntry sequence, State state, long next)
    {
        var (last, count) = (next, 1);
        var range = sequence.Range;
        while (count < state.Block && IsInside(range, (Int128)last + range.Increment))
        {
            last += range.Increment;
            count++;
        }

        Write(sequence.Oid, last, isCalled: true);
        state.SetAside = count;
        state.Block = Math.Min(LargestBlock, state.Block * 2);
    }

    private void Write(long oid, long value, bool isCalled)
    {
        using var connection = store.Connect();
        SequenceRows.Write(connection, oid, value, isCalled);
    }

    private static long After(SequenceEntry sequence, long value)
    {
        var range = sequence.Range;
        var next = (Int128)value + range.Increment;
        if (IsInside(range, next)) return (long)next;
        var (edge, bound) = range.Increment > 0 ? ("maximum", range.Maximum) : ("minimum", range.Minimum);
        if (!range.Cycles) throw new GatewayException(SqlState.SequenceGeneratorLimitExceeded, $"nextval: reached {edge} value of sequence \"{sequence.Name}\" ({bound})");
        return range.Increment > 0 ? range.Minimum : range.Maximum;
    }

    private static bool IsInside(SequenceRange range, Int128 value) => value >= range.Minimum && value <= range.Maximum;

    private sealed class State
    {
        public long Value { get; set; }

        public bool IsCalled { get; set; }

        /// <summary>How many values behind <see cref="Value"/> the file already counts as given out.</summary>
        public int SetAside { get; set; }

        public int Block { get; set; } = SmallestBlock;
    }
}
