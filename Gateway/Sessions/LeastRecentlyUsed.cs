using System.Diagnostics.CodeAnalysis;

namespace FederationGateway.Gateway.Sessions;

/// <summary>A map that forgets the entry used longest ago when it is full. Safe for several threads.</summary>
internal sealed class LeastRecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _entries = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new();

    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                value = default;
                return false;
            }

            if (!ReferenceEquals(_order.First, entry))
            {
                _order.Remove(entry);
                _order.AddFirst(entry);
            }

            value = entry.Value.Value;
            return true;
        }
    }

    /// <summary>Adds or replaces.</summary>
    public void Set(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (_entries.Remove(key, out var old)) _order.Remove(old);
            _entries[key] = _order.AddFirst((key, value));
            if (_entries.Count <= capacity) return;
            _entries.Remove(_order.Last!.Value.Key);
            _order.RemoveLast();
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _order.Clear();
        }
    }
}
