using System.Buffers.Binary;
using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Bench.Cdc;

/// <summary>Updates of a table with a key, a text, a number and a time, as a capture brings them: old and new values of each row.</summary>
internal static class SampleChanges
{
    private static readonly RemoteTable Table = new(
        new RemoteObjectName(null, "public", "accounts"),
        ["public", "accounts"],
        [
            new TableColumn("id", "id", SqlType.Int8, false), new TableColumn("filler", "filler", SqlType.Text, true),
            new TableColumn("balance", "balance", SqlType.Numeric(20, 2), true), new TableColumn("changed", "changed", SqlType.TimestampTz, true),
        ]);

    private static readonly Schema Schema = ChangeColumns.SchemaOf(Table);

    /// <summary>So many transactions of one updated row each.</summary>
    public static ChangeChunk Of(long first, int transactions)
    {
        ArrayBuilder[] columns = [.. Schema.FieldsList.Select(field => new ArrayBuilder(field.DataType))];
        var random = new Random((int)first);
        for (var i = 0; i < transactions; i++)
            for (var image = 0; image < 2; image++)
            {
                columns[ChangeColumns.Kind].AppendBytes([image == 0 ? (byte)ChangeKind.BeforeImage : (byte)ChangeKind.AfterImage]);
                columns[ChangeColumns.Transaction].Append(i);
                columns[ChangeColumns.Sequence].Append((long)image);
                columns[ChangeColumns.Untold].AppendNull();
                columns[4].Append(random.NextInt64());
                columns[5].AppendString(random.NextInt64().ToString("D40", CultureInfo.InvariantCulture));
                columns[6].Append((Int128)random.NextInt64());
                columns[7].Append(random.NextInt64());
            }

        var rows = new RecordBatch(Schema, [.. columns.Select(column => column.Finish())], transactions * 2);
        foreach (var column in columns) column.Dispose();
        return new ChangeChunk([.. Enumerable.Range(0, transactions).Select(i => Transaction(first + i))], [new TableChanges(1, rows)]);
    }

    private static ChangeTransaction Transaction(long number)
    {
        var position = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(position, number);
        return new ChangeTransaction(number.ToString(CultureInfo.InvariantCulture), new ChangePosition(position), DateTime.UnixEpoch.AddSeconds(number));
    }
}
