using System.Globalization;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files;

/// <summary>
/// The view a fragment reads a file through: the columns of the virtual table under their names and types. The engine pushes projection and filters through it
/// into the reader. The view ends with the statement that opened the files.
/// </summary>
internal static class FileView
{
    public static string CreateSql(DuckDbConnection connection, TableHandle table, OpenedFiles files, FilesOptions options)
    {
        var path = table.Path[0];
        var reader = FileReader.Sql(files, options, files.Kind == FileKind.Csv ? TextTypes(table) : null);
        var present = Present(connection, table, reader, FileReader.Sql(files, options));
        var columns = table.Columns.Select(column => ColumnSql(column, Find(present, column, path)));
        return $"CREATE OR REPLACE TEMP VIEW {Quote(path)} AS SELECT {string.Join(", ", columns)} FROM {reader}";
    }

    // The engine's complaint about a type for a column that is not there says less than ours.
    private static IReadOnlyList<ResultColumn> Present(DuckDbConnection connection, TableHandle table, string reader, string untypedReader)
    {
        try
        {
            return FileColumns.Read(connection, reader);
        }
        catch (GatewayException error) when (reader != untypedReader && error.State == SqlState.InternalError)
        {
            var present = FileColumns.Read(connection, untypedReader);
            foreach (var column in table.Columns) Find(present, column, table.Path[0]);
            throw;
        }
    }

    // A CSV value is text until somebody says otherwise: with the type given, the reader converts once and in parallel.
    private static Dictionary<string, string> TextTypes(TableHandle table) =>
        table.Columns.ToDictionary(column => column.RemoteName, column => EngineType.Of(column.Type).ToString(), StringComparer.Ordinal);

    private static string ColumnSql(TableColumn column, ResultColumn present)
    {
        var value = Quote(column.RemoteName);
        if (present.CastTo is { } readable) value = $"CAST({value} AS {readable})";
        var target = EngineType.Of(column.Type).ToString();
        if (column.Type is { Kind: SqlTypeKind.BpChar, Length: > 0 })
            return string.Create(CultureInfo.InvariantCulture, $"rpad(rtrim(CAST({value} AS {target}), ' '), {column.Type.Length}, ' ') AS {Quote(column.RemoteName)}");
        return present.CastTo is null && present.Type.ToString() == target ? value : $"CAST({value} AS {target}) AS {Quote(column.RemoteName)}";
    }

    private static ResultColumn Find(IReadOnlyList<ResultColumn> present, TableColumn column, string path) =>
        present.FirstOrDefault(candidate => candidate.Name == column.RemoteName)
        ?? throw new GatewayException(SqlState.RemoteColumnNotFound, $"file \"{path}\" has no column \"{column.RemoteName}\"") { Hint = "ALTER VIRTUAL TABLE … REFRESH DEFINITION reads the file's columns again." };

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
