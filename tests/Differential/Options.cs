using System.Globalization;
using FederationGateway.Differential.Running;

namespace FederationGateway.Differential;

/// <summary>What the command line asks for.</summary>
/// <param name="First">The number of the first statement.</param>
/// <param name="Stop">Ends after so many differences.</param>
/// <param name="Changes">INSERT, UPDATE and DELETE only.</param>
/// <param name="Print">Shows statements instead of running them.</param>
/// <param name="Placement">Where the tables are; <see cref="Running.Placement.Everywhere"/> for every placement, null for two of them, other ones for each statement.</param>
/// <param name="File">A file of statements, one a line, to be compared in every placement instead of generated ones; <c>-</c> for standard input.</param>
internal sealed record Options(int Count = 1000, long Seed = 1, int First = 0, int Stop = 20, bool Changes = false, bool Print = false, string? Placement = null, string? File = null)
{
    public const string Usage = "differ [--count N] [--seed S] [--first I] [--stop D] [--placement P] [--changes] [--print]\ndiffer --file FILE [--placement P]";

    /// <summary>Null when the arguments make no sense.</summary>
    public static Options? Read(IReadOnlyList<string> arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            var isNumber = long.TryParse(value, CultureInfo.InvariantCulture, out var number);
            Options? next = arguments[i] switch
            {
                "--print" => options with { Print = true },
                "--changes" => options with { Changes = true },
                "--count" when isNumber => options with { Count = (int)number },
                "--seed" when isNumber => options with { Seed = number },
                "--first" when isNumber => options with { First = (int)number },
                "--stop" when isNumber => options with { Stop = (int)number },
                "--placement" when value == Running.Placement.Everywhere || Running.Placement.All.Contains(value) => options with { Placement = value },
                "--file" when value.Length > 0 => options with { File = value },
                _ => null,
            };
            if (next is null)
                return null;
            options = next;
            if (arguments[i] is not ("--print" or "--changes"))
                i++;
        }

        return options;
    }
}
