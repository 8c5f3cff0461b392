using System.Globalization;
using FederationGateway.Bench.Reporting;
using FederationGateway.Bench.Servers;

namespace FederationGateway.Bench.Tpch;

/// <summary>The table of the 22 queries and what the large table says of them.</summary>
internal static class TpchReport
{
    private static readonly string[] Columns = [Peers.PostgreSql, Peers.Gateway, Peers.ForeignWrapper, Peers.Chdb];

    /// <summary>A line on standard error as soon as a query is done.</summary>
    public static void Progress(int number, Dictionary<string, TpchResult> results)
    {
        Console.Error.WriteLine(Line(number, results));
        foreach (var (name, result) in results.Where(entry => !entry.Value.IsRight))
            Console.Error.WriteLine($"  {name}: {result.Difference}");
    }

    public static void Write(Report report, Dictionary<int, Dictionary<string, TpchResult>> results, double scale)
    {
        Console.WriteLine($"TPC-H at scale factor {scale:0.##}, tables in two PostgreSQL servers (PostgreSQL: all in one), milliseconds; † a wrong answer, - none");
        Console.WriteLine();
        Console.WriteLine($"| query | {string.Join(" | ", Columns)} | vs {Peers.ForeignWrapper} | vs {Peers.Chdb} |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (number, line) in results)
            Console.WriteLine(Line(number, line));
        Console.WriteLine();

        var title = $"TPC-H at scale factor {scale.ToString("0.##", CultureInfo.InvariantCulture)}, geometric mean of {results.Count} queries";
        report.Add(title, Mean(results, Peers.ForeignWrapper), new Target(Peers.ForeignWrapper, 10));
        if (results.Values.Any(line => line.ContainsKey(Peers.Chdb)))
            report.Add("the same where chDB answers", Mean(results, Peers.Chdb), new Target(Peers.Chdb, 1.5));
        var (slowest, ratio) = results.Select(entry => (entry.Key, Ratio(entry.Value, Peers.ForeignWrapper) ?? double.PositiveInfinity)).MinBy(pair => pair.Item2);
        report.Add("the query least ahead of postgres_fdw", Single(results[slowest]), new Target(Peers.ForeignWrapper, 1));
        var wrong = results.Where(entry => !entry.Value[Peers.Gateway].IsRight).Select(entry => $"Q{entry.Key}").ToArray();
        report.Add("TPC-H answers that are wrong", wrong.Length, wrong.Length == 0 ? "none: reached" : $"none: **missed** by {string.Join(", ", wrong)}");
    }

    private static Figures Single(Dictionary<string, TpchResult> results) =>
        new("ms", true, results.Where(entry => entry.Value.Milliseconds is not null).ToDictionary(entry => entry.Key, entry => entry.Value.Milliseconds!.Value));

    /// <summary>Geometric means over the queries that both the gateway and the peer answered in time.</summary>
    private static Figures Mean(Dictionary<int, Dictionary<string, TpchResult>> results, string peer)
    {
        var both = results.Values.Where(line => Ratio(line, peer) is not null).ToArray();
        return new Figures("ms", true, new[] { Peers.PostgreSql, Peers.Gateway, peer }.ToDictionary(
            name => name, name => Math.Exp(both.Average(line => Math.Log(line[name].Milliseconds!.Value)))));
    }

    private static double? Ratio(Dictionary<string, TpchResult> line, string peer) =>
        line.TryGetValue(peer, out var theirs) ? theirs.Milliseconds / line[Peers.Gateway].Milliseconds : null;

    private static string Line(int number, Dictionary<string, TpchResult> results)
    {
        var figures = Columns.Select(name => results.TryGetValue(name, out var result) ? Cell(result) : "");
        var ratios = new[] { Peers.ForeignWrapper, Peers.Chdb }.Select(name => Ratio(results, name) is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "");
        return $"| Q{number} | {string.Join(" | ", figures)} | {string.Join(" | ", ratios)} |";
    }

    private static string Cell(TpchResult result) =>
        result.Milliseconds is { } taken ? taken.ToString("N0", CultureInfo.InvariantCulture) + (result.IsRight ? "" : " †") : "-";
}
