using System.Collections.Frozen;
using FederationGateway.Common;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>What one source is no longer trusted with. Asked for every part of every expression, so that an empty set must cost nothing.</summary>
public sealed class DowngradeSet
{
    private readonly FrozenDictionary<string, Downgrade> _capabilities;
    private readonly FrozenDictionary<string, Downgrade> _signatures;
    private readonly FrozenDictionary<(string Column, string Capability), Downgrade[]> _columns;

    public DowngradeSet(IEnumerable<Downgrade> downgrades)
    {
        List<Downgrade> all = [.. downgrades];
        All = all;
        _capabilities = all.Where(one => one is { Signature: null, Column: null }).DistinctBy(one => one.Capability).ToFrozenDictionary(one => one.Capability, StringComparer.Ordinal);
        _signatures = all.Where(one => one.Signature is not null).DistinctBy(one => one.Signature).ToFrozenDictionary(one => one.Signature!, StringComparer.Ordinal);
        _columns = all.Where(one => one.Column is not null).GroupBy(one => (one.Column!, one.Capability)).ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    public static DowngradeSet None { get; } = new([]);

    public IReadOnlyList<Downgrade> All { get; }

    /// <summary>These and others.</summary>
    public DowngradeSet With(IEnumerable<Downgrade> others) => new(All.Concat(others));

    public bool IsEmpty => _capabilities.Count == 0 && _signatures.Count == 0 && _columns.Count == 0;

    /// <summary>Against a capability of the whole source.</summary>
    public Downgrade? Of(string capability) => _capabilities.Count == 0 ? null : _capabilities.GetValueOrDefault(capability);

    /// <summary>Against a function or operator.</summary>
    public Downgrade? OfSignature(string signature) => _signatures.Count == 0 ? null : _signatures.GetValueOrDefault(signature);

    /// <summary>Against a capability on one column.</summary>
    public Downgrade? OfColumn(EquatableArray<string> tablePath, string column, string capability) =>
        _columns.Count > 0 && _columns.TryGetValue((column, capability), out var found) ? Array.Find(found, one => one.TablePath == tablePath) : null;
}
