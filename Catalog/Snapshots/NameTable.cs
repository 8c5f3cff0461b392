using System.Collections.Immutable;
using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>
/// Names to objects, as SQL looks them up: the exact spelling first (an unquoted name arrives folded to lower case), then a unique one that differs only in case.
/// </summary>
public sealed class NameTable<T> where T : class
{
    private readonly ImmutableDictionary<string, T> _exact;
    private readonly ImmutableDictionary<string, ImmutableArray<string>> _spellings;

    private NameTable(ImmutableDictionary<string, T> exact, ImmutableDictionary<string, ImmutableArray<string>> spellings) =>
        (_exact, _spellings) = (exact, spellings);

    public static NameTable<T> Empty { get; } = new(
        ImmutableDictionary.Create<string, T>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase));

    public IEnumerable<T> Values => _exact.Values;

    public IEnumerable<KeyValuePair<string, T>> Entries => _exact;

    public int Count => _exact.Count;

    /// <summary>The object of exactly this spelling.</summary>
    public T? FindExact(string name) => _exact.GetValueOrDefault(name);

    /// <summary>The object a statement's name means, or null. 42702 when only names in other cases match, and several of them.</summary>
    public T? Find(string name)
    {
        if (_exact.TryGetValue(name, out var exact)) return exact;
        if (!_spellings.TryGetValue(name, out var spellings)) return null;
        return spellings.Length == 1
            ? _exact[spellings[0]]
            : throw new GatewayException(SqlState.AmbiguousColumn, $"name \"{name}\" is ambiguous: it matches {string.Join(" and ", spellings.Select(spelling => $"\"{spelling}\""))}");
    }

    public NameTable<T> With(string name, T value)
    {
        var known = _spellings.GetValueOrDefault(name, []);
        return new NameTable<T>(_exact.SetItem(name, value), known.Contains(name) ? _spellings : _spellings.SetItem(name, known.Add(name)));
    }

    public NameTable<T> Without(string name)
    {
        if (!_exact.ContainsKey(name)) return this;
        var left = _spellings[name].Remove(name);
        return new NameTable<T>(_exact.Remove(name), left.IsEmpty ? _spellings.Remove(name) : _spellings.SetItem(name, left));
    }
}
