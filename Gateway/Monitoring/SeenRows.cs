namespace FederationGateway.Gateway.Monitoring;

/// <summary>Rows by key, each renewed when it is seen again. Of more than fit, those not seen for the longest time are forgotten. Safe for several threads.</summary>
internal sealed class SeenRows<TKey, TRow>(int capacity)
    where TKey : notnull
    where TRow : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TRow Row)>> _rows = [];

    // Latest seen last.
    private readonly LinkedList<(TKey Key, TRow Row)> _bySeen = [];

    /// <param name="renew">The row as it is from now on, made of the one before; of null the first time.</param>
    public void See(TKey key, Func<TRow?, TRow> renew)
    {
        lock (_lock)
        {
            if (_rows.TryGetValue(key, out var known))
            {
                _bySeen.Remove(known);
                known.Value = (key, renew(known.Value.Row));
                _bySeen.AddLast(known);
                return;
            }

            if (_rows.Count >= capacity)
            {
                _rows.Remove(_bySeen.First!.Value.Key);
                _bySeen.RemoveFirst();
            }

            _rows[key] = _bySeen.AddLast((key, renew(null)));
        }
    }

    public IReadOnlyList<TRow> Snapshot()
    {
        lock (_lock) return [.. _bySeen.Select(entry => entry.Row)];
    }

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rows.Clear();
            _bySeen.Clear();
        }
    }
}
