using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Plan;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements;

/// <summary>A statement that answers with a few rows of text: SHOW, EXPLAIN, CALL.</summary>
internal sealed class PreparedText(
    ParsedStatement parsed, IReadOnlyList<string> columnNames, string tag, Func<StatementRun, EquatableArray<ConstantExpression>, ValueTask<IReadOnlyList<string?[]>>> rows,
    IReadOnlyList<SqlType>? parameterTypes = null, bool isOutsideTransactions = false, bool takesTurn = false) : Prepared(parsed)
{
    public override IReadOnlyList<SqlType> ParameterTypes => parameterTypes ?? [];

    public override IReadOnlyList<ResultColumn> Columns { get; } = [.. columnNames.Select(name => new ResultColumn(name, SqlType.Text))];

    public override bool IsOutsideTransactions => isOutsideTransactions;

    public override bool TakesTurn => takesTurn;

    public override async ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
    {
        var values = await rows(run, parameters);
        return new RowsExecution(new DetachableRows(OneBatch(ToBatch(values)), run.CancellationToken), new CommandTag(tag, CountsRows: tag == "SELECT"));
    }

    private RecordBatch ToBatch(IReadOnlyList<string?[]> values)
    {
        var columns = new ArrayData[columnNames.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            using var builder = new ArrayBuilder(StringType.Default);
            foreach (var row in values)
            {
                if (row[i] is { } text) builder.AppendString(text);
                else builder.AppendNull();
            }

            columns[i] = builder.Finish();
        }

        return new RecordBatch(new Schema(columnNames.Select(name => new Field(name, SqlType.Text)).ToEquatableArray()), columns, values.Count);
    }

    private static async IAsyncEnumerable<RecordBatch> OneBatch(RecordBatch batch)
    {
        await ValueTask.CompletedTask;
        yield return batch;
    }
}
