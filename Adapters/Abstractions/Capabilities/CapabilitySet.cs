using System.Collections.Frozen;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// Which capabilities hold, and how exactly. What is not listed is <see cref="Pushdown.Never"/>, except the <c>CAP_BI_</c> of single functions, which hold
/// unless switched off: the dialect's function table is their declaration.
/// </summary>
public sealed class CapabilitySet
{
    private readonly FrozenDictionary<string, Pushdown> _entries;

    public CapabilitySet(IEnumerable<KeyValuePair<string, Pushdown>> entries) => _entries = entries.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static CapabilitySet Of(params ReadOnlySpan<string> exact) =>
        new(exact.ToArray().Select(name => KeyValuePair.Create(name, Pushdown.Exact)));

    public IEnumerable<KeyValuePair<string, Pushdown>> Entries => _entries;

    public Pushdown this[string capability] =>
        _entries.TryGetValue(capability, out var pushdown) ? pushdown : capability.StartsWith("CAP_BI_", StringComparison.OrdinalIgnoreCase) ? Pushdown.Exact : Pushdown.Never;

    public bool Has(string capability) => this[capability] != Pushdown.Never;

    public bool HasExact(string capability) => this[capability] == Pushdown.Exact;

    /// <summary>
    /// These capabilities as a source's properties change them: <c>'CAP_LIMIT'='false'</c> takes one away, <c>'true'</c> promises one exactly,
    /// <c>'superset'</c> weakens one.
    /// </summary>
    public CapabilitySet With(IEnumerable<KeyValuePair<string, string>> properties)
    {
        var entries = new Dictionary<string, Pushdown>(_entries, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in properties)
        {
            if (!name.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase)) continue;
            entries[name] = value.ToUpperInvariant() switch { "TRUE" or "EXACT" => Pushdown.Exact, "SUPERSET" => Pushdown.Superset, _ => Pushdown.Never };
        }

        return new CapabilitySet(entries);
    }
}
