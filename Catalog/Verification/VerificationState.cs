using System.Collections.Immutable;
using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Catalog;

/// <summary>
/// What verification knows of the sources, at one moment. Beside the catalog's objects, not among them: it is found while other statements run, belongs to no
/// session's transaction, and holds for everybody at once.
/// </summary>
public sealed class VerificationState
{
    private readonly Dictionary<long, DowngradeSet> _downgrades;

    private VerificationState(ImmutableSortedDictionary<long, PushdownMismatchEntry> mismatches, ImmutableDictionary<(long Source, string Capability, string Signature), CapabilityCheckEntry> checks)
    {
        (Mismatches, Checks) = (mismatches, checks);
        _downgrades = mismatches.Values.Where(entry => entry.IsActive).GroupBy(entry => entry.SourceOid).ToDictionary(group => group.Key, group => new DowngradeSet(group.Select(entry => entry.Downgrade)));
    }

    public static VerificationState Empty { get; } = new(
        ImmutableSortedDictionary<long, PushdownMismatchEntry>.Empty, ImmutableDictionary<(long Source, string Capability, string Signature), CapabilityCheckEntry>.Empty);

    /// <summary>By id, the oldest first.</summary>
    public ImmutableSortedDictionary<long, PushdownMismatchEntry> Mismatches { get; }

    public ImmutableDictionary<(long Source, string Capability, string Signature), CapabilityCheckEntry> Checks { get; }

    /// <summary>What a source is not trusted with at present.</summary>
    public DowngradeSet DowngradesOf(long sourceOid) => _downgrades.GetValueOrDefault(sourceOid, DowngradeSet.None);

    internal VerificationState With(IEnumerable<PushdownMismatchEntry> entries) =>
        new(Mismatches.SetItems(entries.Select(entry => KeyValuePair.Create(entry.Id, entry))), Checks);

    internal VerificationState With(IEnumerable<CapabilityCheckEntry> checks) =>
        new(Mismatches, Checks.SetItems(checks.Select(check => KeyValuePair.Create((check.SourceOid, check.Capability, check.Signature), check))));

    /// <summary>Without what is about sources that are gone.</summary>
    internal VerificationState For(CatalogSnapshot snapshot)
    {
        if (Mismatches.IsEmpty && Checks.IsEmpty) return this;
        var known = snapshot.Sources.Values.Select(source => source.Oid).ToHashSet();
        var isWhole = Mismatches.Values.All(entry => known.Contains(entry.SourceOid)) && Checks.Keys.All(key => known.Contains(key.Source));
        return isWhole ? this : new(
            Mismatches.RemoveRange(Mismatches.Values.Where(entry => !known.Contains(entry.SourceOid)).Select(entry => entry.Id)),
            Checks.RemoveRange(Checks.Keys.Where(key => !known.Contains(key.Source))));
    }
}
