using FederationGateway.Bench.Client;
using FederationGateway.Bench.Reporting;

namespace FederationGateway.Bench;

/// <summary>One statement at several servers.</summary>
internal static class StatementBenchmark
{
    /// <param name="clients">Every one must return as many rows as the first.</param>
    public static Figures Run(string sql, params IClient?[] clients)
    {
        var taking = clients.OfType<IClient>().ToArray();
        var rows = new long[taking.Length];
        var milliseconds = Measurement.Milliseconds([.. taking.Select((client, i) => (Action)(() => rows[i] = client.Drain(sql)))]);
        return rows.All(count => count == rows[0])
            ? new Figures("ms", LowerIsBetter: true, taking.Zip(milliseconds).ToDictionary(pair => pair.First.Name, pair => pair.Second))
            : throw new InvalidOperationException($"{sql}: the servers disagree about the number of rows: {string.Join(", ", rows)}");
    }
}
