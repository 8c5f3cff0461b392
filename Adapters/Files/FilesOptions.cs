using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Adapters.Files;

/// <summary>A file source's configuration, checked.</summary>
internal sealed record FilesOptions(string Directory, bool? Header, char? Delimiter, string? Null, bool NullPadding, int Skip, int SampleRows)
{
    public static FilesOptions Read(SourceDefinition definition, AdapterDescription description)
    {
        if (definition.Options.Keys.FirstOrDefault(key => !description.Options.Any(option => option.Name == key)) is { } unknown)
        {
            throw new GatewayException(SqlState.InvalidOptionName, $"file sources have no option \"{unknown}\"")
            {
                Hint = $"The options are {string.Join(", ", description.Options.Select(option => option.Name))}.",
            };
        }

        var directory = definition.Options.GetValueOrDefault("directory");
        if (string.IsNullOrWhiteSpace(directory)) throw new GatewayException(SqlState.InvalidOptionValue, "a file source needs the option \"directory\"") { Hint = "For instance directory=/data/lake." };
        if (!Path.IsPathFullyQualified(directory)) throw new GatewayException(SqlState.InvalidOptionValue, $"directory \"{directory}\" is not an absolute path");
        return new FilesOptions(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)), HeaderOf(definition), DelimiterOf(definition), definition.Options.GetValueOrDefault("null"),
            NullPaddingOf(definition), SkipOf(definition), SampleRowsOf(definition));
    }

    private static bool? HeaderOf(SourceDefinition definition) => definition.Options.GetValueOrDefault("header", "auto").ToUpperInvariant() switch
    {
        "AUTO" => null,
        "TRUE" => true,
        "FALSE" => false,
        var other => throw Wrong("header", other, "true, false or auto"),
    };

    private static bool NullPaddingOf(SourceDefinition definition) => definition.Options.GetValueOrDefault("null_padding", "false").ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        var other => throw Wrong("null_padding", other, "true or false"),
    };

    private static char? DelimiterOf(SourceDefinition definition) => definition.Options.GetValueOrDefault("delimiter") switch
    {
        null or "" => null,
        "\\t" or "tab" => '\t',
        [var single] => single,
        var other => throw Wrong("delimiter", other, "one character"),
    };

    private static int SkipOf(SourceDefinition definition)
    {
        var text = definition.Options.GetValueOrDefault("skip", "0");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) ? lines : throw Wrong("skip", text, "a number of lines");
    }

    private static int SampleRowsOf(SourceDefinition definition)
    {
        var text = definition.Options.GetValueOrDefault("sample_rows", "20480");
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rows) && rows is -1 or > 0 ? rows : throw Wrong("sample_rows", text, "a number of rows, or -1 for all");
    }

    private static GatewayException Wrong(string option, string value, string expected) =>
        new(SqlState.InvalidOptionValue, $"option \"{option}\" takes {expected}, not \"{value}\"");
}
