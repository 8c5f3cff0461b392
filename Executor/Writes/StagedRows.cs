using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Writes;

/// <summary>
/// The temporary table rows to be written are kept in at their source. A column of a type that has no form of its own on the way there travels as text, and is made
/// into its type by the statement that reads it.
/// </summary>
internal static class StagedRows
{
    /// <summary>The rows as an upload, and the query of the source that has them back as they were.</summary>
    public static (RowUpload Upload, PlanNode Query) Stage(EquatableArray<OutputColumn> columns, IAsyncEnumerable<RecordBatch> rows, string source, string name, SqlDialect dialect)
    {
        bool[] isText = [.. columns.Select(column => dialect.UploadType(column.Type) is null)];
        var staged = columns.Select((column, i) => StagedColumn.Make(string.Create(CultureInfo.InvariantCulture, $"c{i}"), column.Type, isText[i])).ToEquatableArray();
        var table = new TableHandle(source, [name], name, staged);
        var query = new ScanNode(table, columns.Select((column, i) => new ScanColumn(column, i)).ToEquatableArray());
        if (!isText.Contains(true)) return (new RowUpload(table, rows), query);
        var sent = table with { Columns = staged.Select((column, i) => isText[i] ? column with { Type = SqlType.Text } : column).ToEquatableArray() };
        var schema = new Schema(sent.Columns.Select(column => new Field(column.Name, column.Type)).ToEquatableArray());
        return (new RowUpload(sent, AsTextAsync(rows, isText, schema)), query);
    }

    private static async IAsyncEnumerable<RecordBatch> AsTextAsync(IAsyncEnumerable<RecordBatch> rows, bool[] isText, Schema schema)
    {
        await foreach (var batch in rows)
        {
            using (batch)
            {
                var columns = new ArrayData[isText.Length];
                for (var i = 0; i < columns.Length; i++) columns[i] = isText[i] ? Text(batch.Column(i), batch.Schema.FieldsList[i].SqlType) : batch.Column(i).Retain();
                yield return new RecordBatch(schema, columns, batch.Length);
            }
        }
    }

    private static ArrayData Text(ArrayData column, SqlType type)
    {
        using var builder = new ArrayBuilder(StringType.Default);
        for (var row = 0; row < column.Length; row++)
        {
            if (column.IsNull(row)) builder.AppendNull();
            else builder.AppendString(ConstantText.Format(ArrowValue.ToConstant(column, row, type)));
        }

        return builder.Finish();
    }
}
