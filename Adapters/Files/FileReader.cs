using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Adapters.Files;

/// <summary>The engine's table function that reads files of one format.</summary>
internal static class FileReader
{
    /// <param name="textTypes">Engine types of columns whose type is not to be found out, by name: only for CSV and JSON.</param>
    public static string Sql(OpenedFiles files, FilesOptions options, IReadOnlyDictionary<string, string>? textTypes = null)
    {
        var list = FileList(files.EnginePaths);
        var compression = files.IsCompressed ? ", compression = 'gzip'" : "";
        return files.Kind switch
        {
            FileKind.Parquet => $"read_parquet({list}, hive_partitioning = false)",
            FileKind.Json => $"read_json({list}, format = 'auto', hive_partitioning = false{compression}{Types("columns", null)}{Sample(options)})",
            _ => $"read_csv({list}, hive_partitioning = false{compression}{CsvOptions(options)}{Types("types", textTypes)}{Sample(options)})",
        };
    }

    /// <summary>The files as the engine's list. It takes each for a pattern, so what would be one in a real name is written as a class of one character.</summary>
    public static string FileList(IReadOnlyList<string> files) => $"[{string.Join(", ", files.Select(file => Literal(string.Concat(file.Select(WithoutMeaning)))))}]";

    private static string WithoutMeaning(char c) => c is '*' or '?' or '[' ? $"[{c}]" : c.ToString();

    // Left to itself the engine takes lines it cannot fit, and lines that start with some sign, for a preamble or comments and leaves them out without a word.
    private static string CsvOptions(FilesOptions options)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $", skip = {options.Skip}, comment = ''");
        if (options.Header is { } header) text += $", header = {(header ? "true" : "false")}";
        if (options.Delimiter is { } delimiter) text += $", delim = {Literal(delimiter.ToString())}";
        if (options.Null is { } @null) text += $", nullstr = {Literal(@null)}";
        return text;
    }

    private static string Types(string name, IReadOnlyDictionary<string, string>? types) =>
        types is null || types.Count == 0 ? "" : $", {name} = {{{string.Join(", ", types.Select(type => $"{Literal(type.Key)}: {Literal(type.Value)}"))}}}";

    private static string Sample(FilesOptions options) => string.Create(CultureInfo.InvariantCulture, $", sample_size = {options.SampleRows}");

    private static string Literal(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new GatewayException(SqlState.InvalidOptionValue, "a name or option holds a zero byte")
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
