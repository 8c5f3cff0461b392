using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>
/// What a fragment needs beside its source's own tables: rows from elsewhere, sent there first. Operators that would have run on this side run at the source over
/// temporary tables with those rows.
/// </summary>
/// <param name="Uploads">The temporary tables, all filled before the fragment runs.</param>
/// <param name="Otherwise">The same rows computed without uploading: what runs when the source turns out not to take them.</param>
/// <param name="Reason">Why the source was chosen, in a few words.</param>
/// <param name="IsAsked">True when the user asked for this place, and is to hear that it could not be used.</param>
public sealed record Relocation(EquatableArray<Upload> Uploads, PlanNode Otherwise, string Reason, bool IsAsked);

/// <summary>One temporary table at a source: the fragment scans <paramref name="Table"/>, whose columns are the output of <paramref name="Input"/> in its order.</summary>
public sealed record Upload(TableHandle Table, PlanNode Input)
{
    /// <summary>The name EXPLAIN shows.</summary>
    public string Name => Table.DisplayName;
}
