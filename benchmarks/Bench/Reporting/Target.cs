using System.Globalization;

namespace FederationGateway.Bench.Reporting;

/// <summary>How many times as fast as a peer the gateway is to be.</summary>
internal sealed record Target(string Peer, double Times)
{
    public string Verdict(Figures figures)
    {
        var wanted = string.Create(CultureInfo.InvariantCulture, $"≥ {Times:0.##} x {Peer}");
        return figures.Ratio(Peer) is { } ratio ? $"{wanted}: {(ratio >= Times ? "reached" : "**missed**")}" : $"{wanted}: not measured";
    }
}
