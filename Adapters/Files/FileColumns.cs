using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files;

/// <summary>The columns of files as the engine finds them out.</summary>
internal static class FileColumns
{
    public static IReadOnlyList<ResultColumn> Read(DuckDbConnection connection, string reader)
    {
        using var prepared = connection.Prepare($"SELECT * FROM {reader}");
        return [.. prepared.Columns];
    }

    public static EquatableArray<TableColumn> ToTable(IEnumerable<ResultColumn> columns) =>
        columns.Select(column => new TableColumn(column.Name, column.Name, column.SqlType, IsNullable: true, column.Type.ToString())).ToEquatableArray();
}
