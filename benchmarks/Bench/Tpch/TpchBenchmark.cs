using System.Globalization;
using FederationGateway.Bench.Client;
using FederationGateway.Bench.Reporting;
using FederationGateway.Bench.Servers;
using FederationGateway.Tpch;

namespace FederationGateway.Bench.Tpch;

/// <summary>The 22 queries over tables in two servers; every answer is compared with that of a server that has all tables.</summary>
internal static class TpchBenchmark
{
    // Copies of the data tie at the end of what these queries cut off: a key more in their order, and every server has to return the same rows.
    private static readonly Dictionary<int, string> TieBreakers = new() { [3] = "l_orderkey", [10] = "c_custkey", [18] = "o_orderkey" };

    public static async Task RunAsync(Landscape landscape, Report report, TpchData data, BenchOptions options)
    {
        var copies = options.TpchCopies;
        Console.Error.WriteLine($"loading TPC-H at scale factor {options.TpchScale}");
        var databases = new TpchDatabases(landscape, data, copies);
        await databases.LoadAsync();
        using var server = RawClient.Connect(databases.OneServer);
        using var chdb = databases.Chdb();
        using var gateway = RawClient.Connect(databases.Gateway);
        using var wrapper = RawClient.Connect(databases.ForeignWrapper);
        wrapper.Drain(string.Create(CultureInfo.InvariantCulture, $"SET statement_timeout = '{ChdbClient.Limit}s'"));

        IClient[] clients = [.. new IClient?[] { server, gateway, wrapper, chdb }.OfType<IClient>()];
        var results = new Dictionary<int, Dictionary<string, TpchResult>>();
        foreach (var query in data.Queries.Where(query => options.TpchQueries.Contains(query.Number)))
        {
            results[query.Number] = Run(TieBreakers.TryGetValue(query.Number, out var key) ? Determined(query, key) : query, clients);
            TpchReport.Progress(query.Number, results[query.Number]);
        }

        TpchReport.Write(report, results, options.TpchScale);
    }

    private static TpchQuery Determined(TpchQuery query, string key)
    {
        var limit = query.Sql.LastIndexOf("limit", StringComparison.OrdinalIgnoreCase);
        return query with { Sql = $"{query.Sql[..limit].TrimEnd()}, {key} {query.Sql[limit..]}" };
    }

    private static Dictionary<string, TpchResult> Run(TpchQuery query, IClient[] clients)
    {
        var expected = clients[0].Query(query.Sql);
        var results = new Dictionary<string, TpchResult>();
        var (works, spent) = (new Dictionary<string, Action>(), new List<List<TimeSpan>>());
        foreach (var client in clients)
        {
            try
            {
                // The answer that is checked is the first run.
                IReadOnlyList<string?[]> answer = [];
                var first = Measurement.Taken(() => answer = client.Query(query.Sql));
                results[client.Name] = new TpchResult(null, AnswerComparison.Difference(expected, answer));
                works.Add(client.Name, () => client.Drain(query.Sql));
                spent.Add([first]);
            }
            catch (InvalidOperationException failure)
            {
                results[client.Name] = new TpchResult(null, failure.Message);
            }
        }

        foreach (var (name, milliseconds) in works.Keys.Zip(Measurement.Milliseconds([.. works.Values], spent)))
            results[name] = results[name] with { Milliseconds = milliseconds };
        return results;
    }
}
