using System.Buffers.Binary;
using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Tests.Backlog;

/// <summary>Chunks of a source whose transaction n has position n and inserts rows with the number n.</summary>
internal static class TestChunks
{
    public static RemoteTable Table { get; } = new(new RemoteObjectName(null, "public", "t"), ["public", "t"], [new TableColumn("id", "id", SqlType.Int8, false, "bigint"), new TableColumn("text", "text", SqlType.Text, true, "text")]);

    private static readonly Schema Schema = ChangeColumns.SchemaOf(Table);

    public static ChangePosition PositionOf(long transaction)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, transaction);
        return new ChangePosition(bytes);
    }

    public static ChangeTransaction Transaction(long number) => new(number.ToString(CultureInfo.InvariantCulture), PositionOf(number), DateTime.UnixEpoch.AddSeconds(number));

    /// <summary>Whole transactions of so many rows each.</summary>
    public static ChangeChunk Whole(long first, int count = 1, int rows = 1, int width = 10) => Of(first, count, rows, width, open: false);

    /// <summary>The last of the transactions goes on in the next chunk.</summary>
    public static ChangeChunk Open(long first, int count = 1, int rows = 1, int width = 10) => Of(first, count, rows, width, open: true);

    public static ChangeChunk Marker(long transaction, string marker) => new([Transaction(transaction)], []) { Marker = marker };

    /// <summary>What a chunk says, to be compared: transactions and the rows of each.</summary>
    public static string Describe(ChangeChunk chunk)
    {
        var rows = chunk.Tables.SelectMany(table => Enumerable.Range(0, table.Rows.Length).Select(row =>
            $"{chunk.Transactions[table.Rows.Column(ChangeColumns.Transaction).GetValue<int>(row)].Id}/{table.Rows.Column(ChangeColumns.Sequence).GetValue<long>(row)}={table.Rows.Column(4).GetValue<long>(row)}"));
        return $"{string.Join(' ', chunk.Transactions.Select(transaction => transaction.Id))}{(chunk.EndsInTransaction ? "…" : "")}: {string.Join(' ', rows)}";
    }

    private static ChangeChunk Of(long first, int count, int rows, int width, bool open)
    {
        using var kind = new ArrayBuilder(StringType.Default);
        using var transaction = new ArrayBuilder(NumberType.Int32);
        using var sequence = new ArrayBuilder(NumberType.Int64);
        using var untold = new ArrayBuilder(BinaryType.Default);
        using var id = new ArrayBuilder(NumberType.Int64);
        using var text = new ArrayBuilder(StringType.Default);
        for (var i = 0; i < count; i++)
            for (var row = 0; row < rows; row++)
            {
                kind.AppendBytes("I"u8);
                transaction.Append(i);
                sequence.Append((long)row);
                untold.AppendNull();
                id.Append(first + i);
                text.AppendString(new string((char)('a' + (first + i) % 26), width));
            }

        RecordBatch batch = new(Schema, [kind.Finish(), transaction.Finish(), sequence.Finish(), untold.Finish(), id.Finish(), text.Finish()], count * rows);
        return new ChangeChunk([.. Enumerable.Range(0, count).Select(i => Transaction(first + i))], [new TableChanges(1, batch)], open);
    }
}
