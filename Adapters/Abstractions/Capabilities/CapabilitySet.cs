using System.Collections.Frozen;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// Which capabilities hold, and how exactly. What is not listed is <see cref="Pushdown.Never"/>, except the <c>CAP_BI_</c> of single functions, which hold
/// unless switched off: the dialect's function table is their declaration.
/// </summary>
public sealed class CapabilitySet
{
    private readonly FrozenDictionary<string, Pushdown> _entries;
    private readonly FrozenDictionary<string, string> _withheld;

    public CapabilitySet(IEnumerable<KeyValuePair<string, Pushdown>> entries) : this(entries, FrozenDictionary<string, string>.Empty)
    {
    }

    private CapabilitySet(IEnumerable<KeyValuePair<string, Pushdown>> entries, FrozenDictionary<string, string> withheld) =>
        (_entries, _withheld) = (entries.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), withheld);

    public static CapabilitySet Of(params ReadOnlySpan<string> exact) =>
        new(exact.ToArray().Select(name => KeyValuePair.Create(name, Pushdown.Exact)));

    public IEnumerable<KeyValuePair<string, Pushdown>> Entries => _entries;

    public Pushdown this[string capability] =>
        _withheld.ContainsKey(capability) ? Pushdown.Never :
        _entries.TryGetValue(capability, out var pushdown) ? pushdown : capability.StartsWith("CAP_BI_", StringComparison.OrdinalIgnoreCase) ? Pushdown.Exact : Pushdown.Never;

    public bool Has(string capability) => this[capability] != Pushdown.Never;

    public bool HasExact(string capability) => this[capability] == Pushdown.Exact;

    /// <summary>What keeps one statement from using a capability the source has; null when nothing does.</summary>
    public string? WithheldBecause(string capability) => _withheld.GetValueOrDefault(capability);

    /// <summary>These capabilities as one statement may use them: less those it gave up, each with the words that gave it up. Of what is withheld already the words stay.</summary>
    public CapabilitySet Withholding(IEnumerable<KeyValuePair<string, string>> capabilities) =>
        new(_entries, _withheld.Concat(capabilities).DistinctBy(entry => entry.Key.ToUpperInvariant()).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));

    /// <summary>Other entries, of which what is withheld stays so.</summary>
    public CapabilitySet WithEntries(IEnumerable<KeyValuePair<string, Pushdown>> entries) => new(entries, _withheld);

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

        return WithEntries(entries);
    }
}
