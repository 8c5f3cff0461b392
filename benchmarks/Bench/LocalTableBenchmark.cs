using FederationGateway.Bench.Client;
using FederationGateway.Bench.Reporting;
using FederationGateway.Bench.Servers;

namespace FederationGateway.Bench;

/// <summary>A remote table copied into a local one by the gateway, beside one connection that only reads the same table by COPY and keeps nothing.</summary>
internal static class LocalTableBenchmark
{
    public static Figures Run(Contender source, Contender gateway)
    {
        using var reader = RawClient.Connect(source);
        using var writer = RawClient.Connect(gateway);
        var milliseconds = Measurement.Milliseconds(
            () => reader.Drain("COPY lineitem TO STDOUT"),
            () => writer.Drain("CREATE TABLE lineitem_here AS SELECT * FROM lineitem; DROP TABLE lineitem_here"));
        return new Figures("ms", LowerIsBetter: true, new Dictionary<string, double> { [reader.Name] = milliseconds[0], [writer.Name] = milliseconds[1] });
    }
}
