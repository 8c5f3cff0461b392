namespace FederationGateway.Differential.Running;

public enum Judgement
{
    Same,

    /// <summary>The gateway says that it does not do this (0A000).</summary>
    Refused,

    /// <summary>A data error on one side only, in a statement that need not evaluate everything for every row.</summary>
    Excused,

    Different,
}

/// <summary>How an answer of the gateway compares with PostgreSQL's.</summary>
/// <param name="Kind">For differences, what differs: shrinking keeps to it.</param>
public sealed record Verdict(Judgement Judgement, string Kind = "")
{
    public static Verdict Same { get; } = new(Judgement.Same);
}
