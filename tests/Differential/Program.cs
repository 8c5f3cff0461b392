using System.Diagnostics;
using System.Globalization;
using FederationGateway.Differential;
using FederationGateway.Differential.Generation;
using FederationGateway.Differential.Running;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Options.Read(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

Console.Error.WriteLine("starting the servers");
await using var landscape = await Landscape.StartAsync();
if (options.File is { } file)
    return await GivenStatements.RunAsync(landscape, file == "-" ? Console.In : new StreamReader(file), options.Placement, Console.Out) == 0 ? 0 : 1;

var names = await landscape.FunctionNamesAsync();
var generator = new StatementGenerator(new FunctionPool(names.Contains)) { ChangesOnly = options.Changes };
if (options.Print)
{
    for (var index = options.First; index < options.First + options.Count; index++)
        Console.WriteLine(generator.Make(options.Seed, index));
    return 0;
}

var clock = Stopwatch.StartNew();
var comparison = new Comparison(landscape, generator) { Placement = options.Placement };
var run = comparison.RunAsync(options.Seed, options.First, options.Count, options.Stop, finding => Console.WriteLine($"\n{finding}"));
while (await Task.WhenAny(run, Task.Delay(TimeSpan.FromMinutes(1))) != run)
    Console.Error.WriteLine($"{clock.Elapsed.TotalSeconds:0} seconds: {comparison.Tally}");
var tally = await run;
Console.WriteLine();
Console.WriteLine(tally);
foreach (var (reason, times) in tally.Refusals.Take(25))
    Console.WriteLine($"  refused {times,5}: {reason}");
Console.WriteLine($"{clock.Elapsed.TotalSeconds:0} seconds");
return tally.Findings.Count == 0 ? 0 : 1;
