namespace FederationGateway.Optimizer;

/// <summary>When a join of two tables of one source is sent there.</summary>
public enum JoinPushdown
{
    Off,

    /// <summary>Unless statistics say that it makes more rows than it reads.</summary>
    Auto,
    Always,
}

/// <summary>The session's settings that change plans.</summary>
public sealed record OptimizerSettings
{
    public static OptimizerSettings Default { get; } = new();

    /// <summary>False: every source is only scanned (the columns the statement needs), all else runs here.</summary>
    public bool Pushdown { get; init; } = true;

    public JoinPushdown JoinPushdown { get; init; } = JoinPushdown.Auto;

    /// <summary>Whether sources make groups first that are put together here: as a statement's hint says, by cost when none does.</summary>
    public bool? PartialAggregates { get; init; }

    /// <summary>The most keys one join side may send to the other side's source; 0 turns dynamic filters off.</summary>
    public int DynamicFilterMaxKeys { get; init; } = 10_000;

    /// <summary>Where operators over rows of several places run.</summary>
    public RemainderEngine RemainderEngine { get; init; } = RemainderEngine.ByCost;

    /// <summary>Check the plan after each stage: for tests and debugging.</summary>
    public bool Verify { get; init; }
}
