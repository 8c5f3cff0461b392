using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;

namespace FederationGateway.Replication.Backlog;

/// <summary>
/// Cuts a chunk that ends in a transaction in two, where that one begins: the whole transactions before it need not wait for its end, and stay when it has to be received again.
/// </summary>
internal static unsafe class OpenTransaction
{
    /// <summary>The chunk as it is when there is nothing to cut, else the two parts; takes it over.</summary>
    public static IReadOnlyList<ChangeChunk> CutOff(ChangeChunk chunk)
    {
        if (!chunk.EndsInTransaction || chunk.Transactions.Count == 1) return [chunk];
        using (chunk)
        {
            var open = chunk.Transactions.Count - 1;
            List<TableChanges> before = [], after = [];
            foreach (var table in chunk.Tables)
            {
                var first = FirstOf(table.Rows.Column(ChangeColumns.Transaction), open);
                if (first > 0) before.Add(new TableChanges(table.Table, table.Rows.Slice(0, first)));
                if (first < table.Rows.Length) after.Add(new TableChanges(table.Table, Alone(table.Rows, first)));
            }

            // A definition changes where the rows that have it come next: in the transaction that goes on.
            return [new ChangeChunk([.. chunk.Transactions.SkipLast(1)], before), new ChangeChunk([chunk.Transactions[open]], after, true) { DefinitionChange = chunk.DefinitionChange }];
        }
    }

    /// <summary>The first row of a transaction; rows are in the order of their transactions.</summary>
    private static int FirstOf(ArrayData transactions, int transaction)
    {
        var first = transactions.ValueSpan<int>().IndexOf(transaction);
        return first < 0 ? transactions.Length : first;
    }

    /// <summary>The rows from one on, all of the chunk's only transaction.</summary>
    private static RecordBatch Alone(RecordBatch rows, int first)
    {
        var length = rows.Length - first;
        var zeros = ArrowBuffer.Allocate((long)length * sizeof(int), zeroed: true);
        zeros.Length = (long)length * sizeof(int);
        ArrayData[] columns =
        [
            .. rows.Columns.Select((column, index) => index == ChangeColumns.Transaction ? new ArrayData(column.DataType, length, 0, 0, [null, zeros]) : column.Slice(first, length)),
        ];
        return new RecordBatch(rows.Schema, columns, length);
    }
}
