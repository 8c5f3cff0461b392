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
        var compression = Compression(files);
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
        // In parallel the engine cannot tell a short line from the rest of a value with a line break in it.
        if (options.NullPadding) text += ", null_padding = true, parallel = false";
        if (options.Header is { } header) text += $", header = {(header ? "true" : "false")}";
        if (options.Delimiter is { } delimiter) text += $", delim = {Literal(delimiter.ToString())}";
        if (options.Null is { } @null) text += $", nullstr = {Literal(@null)}";
        return text;
    }

    private static string Types(string name, IReadOnlyDictionary<string, string>? types) =>
        types is null || types.Count == 0 ? "" : $", {name} = {{{string.Join(", ", types.Select(type => $"{Literal(type.Key)}: {Literal(type.Value)}"))}}}";

    /// <summary>The first line of the files, whole.</summary>
    public static string FirstLineSql(OpenedFiles files, FilesOptions options) =>
        $"SELECT line FROM read_csv({FileList(files.EnginePaths)}, auto_detect = false, columns = {{'line': 'VARCHAR'}}, delim = chr(1), quote = '', escape = '', header = false{Compression(files)}{Skip(options)}) LIMIT 1";

    /// <summary>Reads every line as so many texts: fails at the first line that has another number of values.</summary>
    public static string UniformSql(OpenedFiles files, FilesOptions options, char delimiter, int columns)
    {
        var types = string.Join(", ", Enumerable.Range(1, columns).Select(number => string.Create(CultureInfo.InvariantCulture, $"'c{number}': 'VARCHAR'")));
        return $"SELECT count(c1) AS lines FROM read_csv({FileList(files.EnginePaths)}, auto_detect = false, columns = {{{types}}}, delim = {Literal(delimiter.ToString())}, header = false{Compression(files)}{Skip(options)})";
    }

    private static string Compression(OpenedFiles files) => files.IsCompressed ? ", compression = 'gzip'" : "";

    private static string Skip(FilesOptions options) => string.Create(CultureInfo.InvariantCulture, $", skip = {options.Skip}");

    private static string Sample(FilesOptions options) => string.Create(CultureInfo.InvariantCulture, $", sample_size = {options.SampleRows}");

    private static string Literal(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new GatewayException(SqlState.InvalidOptionValue, "a name or option holds a zero byte")
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
