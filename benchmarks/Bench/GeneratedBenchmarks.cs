using System.Globalization;
using FederationGateway.Bench.Client;
using FederationGateway.Bench.Reporting;
using FederationGateway.Bench.Servers;

namespace FederationGateway.Bench;

/// <summary>Everything but TPC-H: what is asked of the generated tables, and what is to be reached.</summary>
internal static class GeneratedBenchmarks
{
    private const string Scan = "SELECT * FROM lineitem";
    private const string Aggregate =
        "SELECT returnflag, linestatus, count(*), sum(quantity), sum(extendedprice * (1 - discount)), avg(discount), max(shipdate) "
        + "FROM lineitem WHERE shipdate <= DATE '1998-09-02' GROUP BY returnflag, linestatus";
    private const string Join =
        "SELECT o.orderpriority, l.shipmode, count(*), sum(l.extendedprice * (1 - l.discount)) FROM orders o JOIN lineitem l ON l.orderkey = o.orderkey "
        + "WHERE o.orderdate >= DATE '1993-01-01' AND l.shipdate >= DATE '1993-06-01' GROUP BY o.orderpriority, l.shipmode";
    private const string JoinByIndex = "SELECT k.label, l.linenumber, l.quantity, l.extendedprice FROM keys k JOIN lineitem l ON l.orderkey = k.orderkey";
    private const string JoinByScan = "SELECT k.label, count(*), sum(l.quantity) FROM keys k JOIN lineitem l ON l.partkey = k.partkey GROUP BY k.label";

    public static async Task RunAsync(string name, Report report, GeneratedTables tables)
    {
        switch (name)
        {
            case "scan":
                report.Add(
                    string.Create(CultureInfo.InvariantCulture, $"scan of 16 columns and {tables.Rows:N0} rows to a client"),
                    Compare(tables, Scan, tables.Logistics), new(Peers.PostgreSql, 0.9), new(Peers.ForeignWrapper, 5));
                break;
            case "copy":
                report.Add("the same scan into a local table (PostgreSQL: COPY by one connection)", LocalTableBenchmark.Run(tables.Logistics, tables.Gateway), new Target(Peers.PostgreSql, 1.3));
                break;
            case "aggregate":
                report.Add("aggregate pushed whole", Compare(tables, Aggregate, tables.Logistics), new Target(Peers.PostgreSql, 0.95));
                break;
            case "lookup":
                await LookupBenchmark.RunAsync(report, tables.Rows / 4, tables.Sales, tables.Gateway, tables.ForeignWrapper);
                break;
            case "join":
                report.Add("join across two servers and aggregate", Compare(tables, Join, direct: null));
                break;
            case "keys":
                report.Add("100 keys joined with rows of another server, by index", Compare(tables, JoinByIndex, tables.Logistics), new Target(Peers.PostgreSql, 0.8));
                report.Add("100 keys joined with rows of another server, no index", Compare(tables, JoinByScan, tables.Logistics), new Target(Peers.PostgreSql, 0.8));
                break;
        }
    }

    /// <param name="direct">A server that can answer alone, if there is one.</param>
    private static Figures Compare(GeneratedTables tables, string sql, Contender? direct)
    {
        using var server = direct is null ? null : RawClient.Connect(direct);
        using var gateway = RawClient.Connect(tables.Gateway);
        using var wrapper = RawClient.Connect(tables.ForeignWrapper);
        using var chdb = tables.Chdb();
        return StatementBenchmark.Run(sql, server, gateway, wrapper, chdb);
    }
}
