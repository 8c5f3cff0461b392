namespace FederationGateway.Optimizer;

/// <summary>Where operators over rows of several places run.</summary>
/// <param name="Source">The source that runs all it can; null: whichever costs least, this side included.</param>
/// <param name="MayUpload">False: this side, always.</param>
/// <param name="IgnoresCost">True when a join with rows of a source goes to that source whatever it costs.</param>
public sealed record RemainderEngine(string? Source, bool MayUpload = true, bool IgnoresCost = false)
{
    public static RemainderEngine ByCost { get; } = new((string?)null);

    public static RemainderEngine Local { get; } = new(null, MayUpload: false);
}
