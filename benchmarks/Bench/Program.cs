using System.Globalization;
using FederationGateway.Bench;
using FederationGateway.Bench.Cdc;
using FederationGateway.Bench.Client;
using FederationGateway.Bench.Reporting;
using FederationGateway.Bench.Servers;
using FederationGateway.Bench.Tpch;
using FederationGateway.Tpch;

const double MemoryTarget = 1024;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// Long, and by itself: it says how much memory and disk are used, which the others would blur.
if (args is ["spill"])
{
    await SpillBenchmark.RunAsync();
    return 0;
}

// By itself too: what others left in the gateway's memory would blur it.
if (args is ["connections"])
{
    await ConnectionsBenchmark.RunAsync();
    return 0;
}

// By itself: it measures what it can write to the disk, and servers of its own.
if (args is ["cdc" or "backlog" or "replication"])
{
    if (args is not ["replication"]) await BacklogBenchmark.RunAsync();
    if (args is not ["backlog"]) await ReplicationBenchmark.RunAsync();
    return 0;
}

var (options, error) = BenchOptions.Parse(args);
if (options is null)
{
    Console.Error.WriteLine(error);
    return 2;
}

if (!ChdbClient.IsInstalled)
    Console.WriteLine("chDB is not compared: npm could not install it here.");
var report = new Report();
await using var landscape = await Landscape.StartAsync();
var generated = new GeneratedTables(landscape, options.Rows);
if (options.Names.Any(name => name != "tpch"))
{
    Console.Error.WriteLine($"loading {options.Rows:N0} rows");
    await generated.LoadAsync();
}

foreach (var name in options.Names)
    if (name != "tpch")
        await GeneratedBenchmarks.RunAsync(name, report, generated);
    else if (TpchData.Find() is { } data)
        await TpchBenchmark.RunAsync(landscape, report, data, options);
    else
        Console.WriteLine($"TPC-H is not measured: {TpchData.Missing}.");

if (ProcessMemory.PeakResidentBytes(landscape.GatewayProcess) / (double)(1 << 20) is { } peak)
    report.Add("resident memory of the gateway at its peak, MB", peak, $"≤ {MemoryTarget:N0}: {(peak <= MemoryTarget ? "reached" : "**missed**")}");
report.Print();
return 0;
