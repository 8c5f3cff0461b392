using System.Diagnostics;
using System.Globalization;
using FederationGateway.Differential.Generation;
using FederationGateway.Differential.Running;

const string Usage = "differ [--count N] [--seed S] [--first I] [--stop D] [--print]";
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (count, seed, first, stop, print) = (1000, 1L, 0, 20, false);
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--print")
        print = true;
    else if (i + 1 < args.Length && long.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var value) && args[i] is "--count" or "--seed" or "--first" or "--stop")
        _ = args[i++] switch
        {
            "--count" => count = (int)value,
            "--seed" => seed = value,
            "--first" => first = (int)value,
            _ => stop = (int)value,
        };
    else
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}

Console.Error.WriteLine("starting the servers");
await using var landscape = await Landscape.StartAsync();
var names = await landscape.FunctionNamesAsync();
var generator = new StatementGenerator(new FunctionPool(names.Contains));
if (print)
{
    for (var index = first; index < first + count; index++)
        Console.WriteLine(generator.Make(seed, index));
    return 0;
}

var clock = Stopwatch.StartNew();
var tally = await new Comparison(landscape, generator).RunAsync(seed, first, count, stop, finding => Console.WriteLine($"\n{finding}"));
Console.WriteLine();
Console.WriteLine(tally);
foreach (var (reason, times) in tally.Refusals.Take(25))
    Console.WriteLine($"  refused {times,5}: {reason}");
Console.WriteLine($"{clock.Elapsed.TotalSeconds:0} seconds");
return tally.Findings.Count == 0 ? 0 : 1;
