using FederationGateway.Plan;

namespace FederationGateway.Optimizer;

/// <summary>What one optimization may ask of its surroundings. All of it is of one catalog snapshot; nothing here does I/O.</summary>
public sealed record OptimizerContext
{
    /// <summary>
    /// The profile of a source by its name (<see cref="TableHandle.Source"/>), that of <see cref="TableHandle.LocalSource"/> included.
    /// <see cref="TableHandle.SystemSource"/> is never asked for.
    /// </summary>
    public required Func<string, SourceProfile> SourceOf { get; init; }

    /// <summary>Ends the planning of a statement nobody waits for any more.</summary>
    public CancellationToken CancellationToken { get; init; }

    public OptimizerSettings Settings { get; init; } = OptimizerSettings.Default;

    /// <summary>
    /// Computes expressions of constants and immutable functions, which costs little more for many than for one; null for each where that is not possible or fails: the expression is
    /// then left as it is.
    /// </summary>
    public Func<IReadOnlyList<Expression>, IReadOnlyList<ConstantExpression?>>? Evaluate { get; init; }
}
