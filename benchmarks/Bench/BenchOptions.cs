using System.Globalization;

namespace FederationGateway.Bench;

/// <summary>What a run is to measure: names of benchmarks, then options of the form <c>--rows 6000000</c>.</summary>
internal sealed record BenchOptions
{
    public static readonly string[] Known = ["scan", "copy", "aggregate", "lookup", "join", "keys", "tpch"];

    /// <summary>The benchmarks to run, in order; all of them when none is named.</summary>
    public IReadOnlyList<string> Names { get; private init; } = Known;

    /// <summary>Rows of the large table of everything but TPC-H.</summary>
    public int Rows { get; private init; } = 6_000_000;

    /// <summary>TPC-H's scale factor, a multiple of 0.1.</summary>
    public double TpchScale { get; private init; } = 1;

    public int TpchCopies => (int)Math.Round(TpchScale * 10);

    public IReadOnlyList<int> TpchQueries { get; private init; } = [.. Enumerable.Range(1, 22)];

    /// <summary>The options of a command line, or what is wrong with it.</summary>
    public static (BenchOptions? Options, string? Error) Parse(IReadOnlyList<string> arguments)
    {
        var names = arguments.TakeWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (names.Except(Known).FirstOrDefault() is { } unknown)
            return (null, $"unknown benchmark: {unknown}; there are {string.Join(", ", Known)}, and spill by itself");

        var options = new BenchOptions { Names = names.Length > 0 ? names : Known };
        foreach (var pair in arguments.Skip(names.Length).Chunk(2))
            if (options.With(pair[0], pair.ElementAtOrDefault(1) ?? "") is { } more)
                options = more;
            else
                return (null, $"there is no option {string.Join(' ', pair)}; there are --rows N, --tpch-scale 0.1 … and --tpch-queries 1,2,…");
        return (options, null);
    }

    private BenchOptions? With(string option, string value) => option switch
    {
        "--rows" when int.TryParse(value, CultureInfo.InvariantCulture, out var rows) && rows >= 400 => this with { Rows = rows },
        "--tpch-scale" when double.TryParse(value, CultureInfo.InvariantCulture, out var scale) && Math.Round(scale * 10) >= 1 =>
            this with { TpchScale = Math.Round(scale * 10) / 10 },
        "--tpch-queries" when value.Split(',').All(number => int.TryParse(number, CultureInfo.InvariantCulture, out var query) && query is >= 1 and <= 22) =>
            this with { TpchQueries = [.. value.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))] },
        _ => null,
    };
}
