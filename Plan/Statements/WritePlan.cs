namespace FederationGateway.Plan;

/// <summary>How a change of a remote table reaches its source.</summary>
/// <param name="Change">The statement with its source optimized.</param>
/// <param name="IsWhole">
/// True when one statement of the source does everything: it reads the rows itself, or they are a few literals. Otherwise the rows are computed on this side and
/// sent, those to be changed with their keys.
/// </param>
/// <param name="NeedsSnapshot">
/// True when rows are read first and found again to be written: reading and writing must then see the same, else what others have written meanwhile would be lost.
/// </param>
/// <param name="ReturnsExactly">True when RETURNING is computed by the source as it would be here; otherwise the source returns the row's columns.</param>
/// <param name="Reason">Why it is not whole.</param>
public sealed record WritePlan(ChangeStatement Change, bool IsWhole, bool NeedsSnapshot, bool ReturnsExactly, PushdownRefusal? Reason);
