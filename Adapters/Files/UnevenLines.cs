using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Adapters.Files;

/// <summary>
/// Finds the line that keeps a CSV file from being a table. Asked only after the engine gave up guessing how the file is written, about which it says nothing a
/// user could act on.
/// </summary>
internal static class UnevenLines
{
    private const string Delimiters = ",;\t|";
    private static readonly Schema OneText = new([new Field("line", SqlType.Text)]);
    private static readonly Schema OneNumber = new([new Field("lines", SqlType.Int8)]);

    /// <summary>The error that names the first line with another number of values than the first one, or null when there is none.</summary>
    public static GatewayException? Find(DuckDbConnection connection, OpenedFiles files, FilesOptions options)
    {
        try
        {
            if (FirstLine(connection, FileReader.FirstLineSql(files, options)) is not { } first) return null;
            var delimiter = options.Delimiter ?? Delimiters.MaxBy(candidate => first.Count(c => c == candidate));
            using var lines = connection.OpenResult(FileReader.UniformSql(files, options, delimiter, first.Count(c => c == delimiter) + 1), OneNumber, CancellationToken.None);
            while (lines.TryRead(out var batch)) batch.Dispose();
            return null;
        }
        catch (GatewayException error) when (error.State == SqlState.BadCopyFileFormat)
        {
            return new GatewayException(error.State, error.Message, error)
            {
                Detail = error.Detail,
                Hint = "The option null_padding=true of the source fills short lines up with null; delimiter, skip and header say how its files are written.",
            };
        }
    }

    private static string? FirstLine(DuckDbConnection connection, string sql)
    {
        string? line = null;
        using var result = connection.OpenResult(sql, OneText, CancellationToken.None);
        while (result.TryRead(out var batch))
            using (batch) line ??= batch.Column(0).GetString(0);
        return line;
    }
}
