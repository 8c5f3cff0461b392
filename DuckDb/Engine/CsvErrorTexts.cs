using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>
/// What the engine says of a line of a CSV file, over many lines: the line's number, its text, the reason, advice about its own settings, the file.
/// Kept are the reason and the place.
/// </summary>
internal static class CsvErrorTexts
{
    private const string Start = "CSV Error on Line: ";

    /// <summary>The error in the gateway's words, or null when the text is of something else.</summary>
    public static GatewayException? TryTranslate(string text)
    {
        var start = text.IndexOf(Start, StringComparison.Ordinal);
        if (start < 0) return null;
        var line = text[start..].Between(Start, "\n").Trim();
        var place = text.Has("\n  file = ") ? $"Line {line} of \"{text.Between("\n  file = ", "\n").Trim()}\"" : $"Line {line}";
        if (text.Has("Error when converting column"))
        {
            var column = text.Between("Error when converting column \"", "\". ");
            var reason = ConversionErrorTexts.Translate(text.Between($"\"{column}\". ", "\n"));
            return new GatewayException(reason.State, reason.Message) { Detail = $"{place}, column \"{column}\"." };
        }

        if (text.Has("unicode") || text.Has("utf-8"))
            return new GatewayException(SqlState.CharacterNotInRepertoire, "a file holds text that is not valid UTF-8") { Detail = $"{place}." };
        var problem = text.Has("Expected Number of Columns: ")
            ? $"a line of a file has {text.Between(" Found: ", "\n").Trim()} values where {text.Between("Expected Number of Columns: ", " ")} are expected"
            : text.Has("unterminated quote") || text.Has("not terminated") ? "a quoted value of a file is not closed"
            : text.Has("Maximum line size") ? "a line of a file is too long"
            : "a line of a file cannot be read";
        return new GatewayException(SqlState.BadCopyFileFormat, problem) { Detail = $"{place}." };
    }
}
