using System.Diagnostics;
using FederationGateway.Bench.Client;

namespace FederationGateway.Bench;

/// <summary>One statement at several servers in turn: the first runs warm up, the median of the others counts.</summary>
internal static class StatementBenchmark
{
    private const int WarmUps = 3;
    private const int Runs = 5;

    /// <param name="title">What is measured.</param>
    /// <param name="template">The statement with <c>{lineitem}</c> and <c>{orders}</c> for the tables' names.</param>
    /// <param name="contenders">Every one must return as many rows as the first.</param>
    public static IReadOnlyDictionary<string, double> Run(string title, string template, params Contender[] contenders)
    {
        var clients = contenders.Select(RawClient.Connect).ToArray();
        try
        {
            var milliseconds = contenders.Select(_ => new List<double>()).ToArray();
            var rows = new long[contenders.Length];
            for (var run = 0; run < WarmUps + Runs; run++)
                for (var i = 0; i < contenders.Length; i++)
                {
                    var watch = Stopwatch.StartNew();
                    rows[i] = clients[i].Drain(contenders[i].Sql(template)).Rows;
                    if (run >= WarmUps)
                        milliseconds[i].Add(watch.Elapsed.TotalMilliseconds);
                }

            if (rows.Any(count => count != rows[0]))
                throw new InvalidOperationException($"{title}: the servers disagree about the number of rows: {string.Join(", ", rows)}");

            var medians = contenders.Zip(milliseconds).ToDictionary(pair => pair.First.Name, pair => Median(pair.Second));
            Report.Print($"{title}: {rows[0]:N0} rows, milliseconds", medians, lowerIsBetter: true);
            return medians;
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
