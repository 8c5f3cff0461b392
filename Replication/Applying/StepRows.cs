using System.Globalization;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// Changes of one table that are brought to a target together, as the engine reads them: columns n (their number in the group), op, ct (commit time), seq, the captured table's
/// x0 …, and a boolean u… for each that some row was not told. op is the letter of the change; of an after image that follows its before image it is V.
/// </summary>
/// <param name="Scan">An item of FROM.</param>
/// <param name="Untold">The captured columns that some row lacks.</param>
/// <param name="Count">How many rows.</param>
internal sealed record StepRows(string Scan, IReadOnlyList<int> Untold, long Count)
{
    /// <summary>True when each change is an after image without its before image: it puts a row there, and fits whatever was there.</summary>
    public bool AreAfterImages { get; init; }

    /// <summary>The letters of changes that leave a row.</summary>
    public const string Puts = "op IN ('I', 'V', 'U', 'A')";

    /// <summary>The changes without those that leave a row which lacks one of these columns.</summary>
    public StepRows Without(IReadOnlySet<int> columns) => Lacks(columns) is "false" ? this : this with { Scan = $"(SELECT * FROM {Scan} WHERE NOT ({Puts} AND {Lacks(columns)}))" };

    /// <summary>True for a row that lacks one of these columns.</summary>
    public string Lacks(IReadOnlySet<int> columns)
    {
        var lacking = Untold.Where(columns.Contains).Select(column => string.Create(CultureInfo.InvariantCulture, $"u{column}")).ToList();
        return lacking.Count == 0 ? "false" : $"({string.Join(" OR ", lacking)})";
    }
}
