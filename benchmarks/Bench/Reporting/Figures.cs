namespace FederationGateway.Bench.Reporting;

/// <summary>What was measured at each of those compared.</summary>
/// <param name="LowerIsBetter">True for times, false for rates.</param>
/// <param name="Of">By the name of who was measured.</param>
internal sealed record Figures(string Unit, bool LowerIsBetter, IReadOnlyDictionary<string, double> Of)
{
    /// <summary>How many times as fast the gateway is as another; null where one of them was not measured.</summary>
    public double? Ratio(string peer)
    {
        if (!Of.TryGetValue(Servers.Peers.Gateway, out var ours) || !Of.TryGetValue(peer, out var theirs))
            return null;
        return LowerIsBetter ? theirs / ours : ours / theirs;
    }
}
