using System.Globalization;
using FederationGateway.Bench.Servers;

namespace FederationGateway.Bench.Reporting;

/// <summary>The table a run ends with, as <c>docs/performance.md</c> has it; a line goes to standard error as soon as it is known.</summary>
internal sealed class Report
{
    private static readonly string[] Columns = [Peers.PostgreSql, Peers.Gateway, Peers.ForeignWrapper, Peers.Chdb];
    private static readonly string[] Others = [Peers.PostgreSql, Peers.ForeignWrapper, Peers.Chdb];
    private readonly List<string> _lines = [];

    public void Add(string work, Figures figures, params Target[] targets)
    {
        var measured = Columns.Select(peer => figures.Of.TryGetValue(peer, out var figure) ? Number(figure) : "");
        var ratios = Others.Select(peer => figures.Ratio(peer) is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}") : "");
        Line($"{work}, {figures.Unit}", [.. measured, .. ratios, string.Join("; ", targets.Select(target => target.Verdict(figures)))]);
    }

    /// <summary>A figure of the gateway's alone.</summary>
    public void Add(string work, double figure, string verdict) => Line(work, ["", Number(figure), "", "", "", "", "", verdict]);

    public void Print()
    {
        Console.WriteLine($"| work | {string.Join(" | ", Columns)} | {string.Join(" | ", Others.Select(peer => $"vs {peer}"))} | target |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", Columns.Length + Others.Length))}---|");
        foreach (var line in _lines)
            Console.WriteLine(line);
    }

    private void Line(string work, IEnumerable<string> cells)
    {
        var line = $"| {work} | {string.Join(" | ", cells)} |";
        Console.Error.WriteLine(line);
        _lines.Add(line);
    }

    private static string Number(double figure) => figure.ToString(figure < 100 ? "N1" : "N0", CultureInfo.InvariantCulture);
}
