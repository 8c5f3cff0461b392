using System.Text.RegularExpressions;
using FederationGateway.Support;

namespace FederationGateway.Architecture.Tests;

/// <summary>What holds for the text of every file a person wrote.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;

    private static IEnumerable<string> HandWritten =>
        Repository.SourceFiles(".cs").Where(path => !path.Contains("/Generated/", StringComparison.Ordinal));

    /// <summary>A longer file holds more than one idea: cut it where the second one begins.</summary>
    [Fact]
    public void No_file_is_longer_than_one_idea() =>
        HandWritten
            .Select(path => (Path: path, Lines: File.ReadLines(Repository.PathOf(path)).Count()))
            .Where(file => file.Lines > LongestFile)
            .ShouldBeEmpty();

    /// <summary>What is missing is said where users read it, and refused with a reason; it is not a note in the code.</summary>
    [Fact]
    public void Nothing_is_left_for_later() =>
        HandWritten.Concat(Repository.SourceFiles(".g4")).Concat(Repository.SourceFiles(".sh")).Append("dev")
            .Where(path => LeftForLater().IsMatch(File.ReadAllText(Repository.PathOf(path))))
            .ShouldBeEmpty();

    // Character classes keep this very line from matching itself.
    [GeneratedRegex(@"\b(TOD[O]|FIXM[E]|HAC[K])\b|NotImplementedExceptio[n]")]
    private static partial Regex LeftForLater();
}
