using System.Diagnostics;
using System.Globalization;
using FederationGateway.Bench.Client;
using FederationGateway.Bench.Reporting;
using FederationGateway.Bench.Servers;
using FederationGateway.Tpch;

namespace FederationGateway.Bench.Tpch;

/// <summary>The 22 queries over tables in two servers; every answer is compared with that of a server that has all tables.</summary>
internal static class TpchBenchmark
{
    private const int RowsAtScaleOne = 6_000_000;

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
            results[query.Number] = Run(query, clients);
            TpchReport.Progress(query.Number, results[query.Number]);
        }

        TpchReport.Write(report, results, options.TpchScale);
    }

    private static Dictionary<string, TpchResult> Run(TpchQuery query, IClient[] clients)
    {
        var expected = clients[0].Query(query.Sql);
        var differences = clients.ToDictionary(client => client.Name, client => Difference(expected, client, query.Sql));
        // What fails once is not measured.
        IClient[] able = [.. clients.Where(client => differences[client.Name] is not { IsFailure: true })];
        var milliseconds = able.Zip(Measurement.Milliseconds([.. able.Select(client => (Action)(() => client.Drain(query.Sql)))]))
            .ToDictionary(pair => pair.First.Name, pair => pair.Second);
        return clients.ToDictionary(
            client => client.Name,
            client => new TpchResult(milliseconds.TryGetValue(client.Name, out var taken) ? taken : null, differences[client.Name]?.Text));
    }

    private static (string Text, bool IsFailure)? Difference(IReadOnlyList<string?[]> expected, IClient client, string sql)
    {
        try
        {
            return AnswerComparison.Difference(expected, client.Query(sql)) is { } difference ? (difference, false) : null;
        }
        catch (InvalidOperationException failure)
        {
            return (failure.Message, true);
        }
    }
}
