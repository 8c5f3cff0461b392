using System.Globalization;
using FederationGateway.Bench;

const int DefaultRows = 1_500_000;
const string Scan = "SELECT * FROM {lineitem}";
const string Aggregate =
    "SELECT returnflag, linestatus, count(*), sum(quantity), sum(extendedprice * (1 - discount)), avg(discount), max(shipdate) "
    + "FROM {lineitem} WHERE shipdate <= DATE '1998-09-02' GROUP BY returnflag, linestatus";
const string Join =
    "SELECT o.orderpriority, l.shipmode, count(*), sum(l.extendedprice * (1 - l.discount)) FROM {orders} o JOIN {lineitem} l ON l.orderkey = o.orderkey "
    + "WHERE o.orderdate >= DATE '1993-01-01' AND l.shipdate >= DATE '1993-06-01' GROUP BY o.orderpriority, l.shipmode";

// Long, and by itself: it says how much memory and disk are used, which the others would blur.
var spillOnly = args is ["spill"];
string[] known = ["scan", "aggregate", "lookup", "join"];
if (!spillOnly && args.Except(known).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"unknown benchmark: {unknown}; there are {string.Join(", ", known)}, and spill by itself");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (spillOnly)
{
    await SpillBenchmark.RunAsync();
    return 0;
}

var rows = int.TryParse(Environment.GetEnvironmentVariable("FEDGW_BENCH_ROWS"), out var wanted) ? wanted : DefaultRows;
var chosen = args.Length > 0 ? args : known;

Console.Error.WriteLine($"starting the servers and loading {rows:N0} rows");
await using var landscape = await Landscape.StartAsync(rows);
foreach (var name in chosen)
    switch (name)
    {
        case "scan":
            var scan = StatementBenchmark.Run(
                "scan, 16 columns delivered to a client", Scan, landscape.Logistics, landscape.Gateway, landscape.ForeignWrapper);
            Report.Target("scan", scan, 3, lowerIsBetter: true);
            break;
        case "aggregate":
            StatementBenchmark.Run("aggregate, pushed whole", Aggregate, landscape.Logistics, landscape.Gateway, landscape.ForeignWrapper);
            break;
        case "lookup":
            await LookupBenchmark.RunAsync(rows / 4, landscape.Sales, landscape.Gateway, landscape.ForeignWrapper);
            break;
        case "join":
            var join = StatementBenchmark.Run("join across two databases and aggregate", Join, landscape.Gateway, landscape.ForeignWrapper);
            Report.Target("join", join, 5, lowerIsBetter: true);
            break;
    }

return 0;
