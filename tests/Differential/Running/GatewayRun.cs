namespace FederationGateway.Differential.Running;

/// <summary>One way to ask the gateway: where the tables are, and whether sources may be sent more than bare scans.</summary>
public sealed record GatewayRun(string Placement, bool Pushdown)
{
    private static readonly GatewayRun[] On =
        [new(Running.Placement.Together, true), new(Running.Placement.Apart, true), new(Running.Placement.Files, true), new(Running.Placement.Mixed, true), new(Running.Placement.Relocated, true)];

    // Where the tables are copies inside the gateway there is nothing to send: it is one more way to compute everything here.
    private static readonly GatewayRun[] Off =
        [new(Running.Placement.Together, false), new(Running.Placement.Apart, false), new(Running.Placement.Files, false), new(Running.Placement.Mixed, false), new(Running.Placement.Local, false)];

    /// <summary>Every one there is, those with pushdown first.</summary>
    public static IReadOnlyList<GatewayRun> All { get; } = [.. On, .. Off];

    /// <summary>
    /// One run with pushdown and one without. Statements that follow each other have different ones, and of 25 in a row each has another pair, so that all
    /// are equally often and each meets each.
    /// </summary>
    public static IReadOnlyList<GatewayRun> For(int index) => [On[index % On.Length], Off[(index + index / On.Length) % Off.Length]];

    /// <summary>The same for a change: files cannot be written, so the tables are elsewhere then.</summary>
    public static IReadOnlyList<GatewayRun> ForChange(int index) => [.. For(index).Select(run => run.Placement == Running.Placement.Files ? run with { Placement = Running.Placement.Local } : run)];

    /// <summary>Those with the tables in one placement; every one for <see cref="Placement.Everywhere"/>.</summary>
    public static IReadOnlyList<GatewayRun> In(string placement) => placement == Running.Placement.Everywhere ? All : [.. All.Where(run => run.Placement == placement)];

    public override string ToString() => $"{Placement}, pushdown {(Pushdown ? "on" : "off")}";
}
