using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Catalog.Store;

namespace FederationGateway.Replication.Backlog;

/// <summary>
/// Chunks as bytes: the transactions, the marker or the new definition of a table, the schemas that are new, and the tables' rows column by column. A schema is written by the first chunk that
/// has rows of it and has a number from then on, within what <see cref="SchemaNumbers"/> covers.
/// </summary>
internal static class ChunkCodec
{
    private const byte None = 0;
    private const byte Marker = 1;
    private const byte DefinitionChange = 2;

    /// <returns>How many schemas it defines: those behind <see cref="SchemaNumbers.Count"/> as it was before.</returns>
    public static int Write(PayloadWriter writer, ChangeChunk chunk, SchemaNumbers schemas)
    {
        writer.WriteCount(chunk.Transactions.Count);
        foreach (var transaction in chunk.Transactions)
        {
            writer.WriteText(transaction.Id);
            writer.WriteCount(transaction.Position.Bytes.Length);
            writer.Write(transaction.Position.Bytes.Span);
            writer.WriteInt64(transaction.CommitTime.Ticks);
        }

        WriteEvent(writer, chunk);
        var known = schemas.Count;
        var numbers = chunk.Tables.Select(table => schemas.NumberOf(table.Rows.Schema)).ToArray();
        writer.WriteCount(schemas.Count - known);
        for (var i = known; i < schemas.Count; i++) SchemaCodec.Write(writer, schemas[i]);
        writer.WriteCount(chunk.Tables.Count);
        for (var i = 0; i < numbers.Length; i++)
        {
            var table = chunk.Tables[i];
            writer.WriteCount(table.Table);
            writer.WriteCount(numbers[i]);
            writer.WriteCount(table.Rows.Length);
            foreach (var column in table.Rows.Columns) ArrayCodec.Write(writer, column);
        }

        return schemas.Count - known;
    }

    /// <summary>The chunk, whose rows are of schemas from <paramref name="schemas"/>.</summary>
    public static ChangeChunk Read(ReadOnlySpan<byte> payload, bool endsInTransaction, IReadOnlyList<Schema> schemas)
    {
        var reader = new PayloadReader(payload);
        var transactions = ReadTransactions(ref reader);
        var (marker, change) = ReadEvent(ref reader);
        for (var left = reader.ReadCount(); left > 0; left--) SchemaCodec.Read(ref reader);
        List<TableChanges> tables = new(reader.ReadCount());
        try
        {
            for (var i = 0; i < tables.Capacity; i++)
            {
                var table = reader.ReadCount();
                var schema = schemas[reader.ReadCount()];
                tables.Add(new TableChanges(table, ReadRows(ref reader, schema, reader.ReadCount())));
            }

            if (reader.Left > 0) throw new InvalidDataException("the chunk goes on behind its end");
            return new ChangeChunk(transactions, tables, endsInTransaction) { Marker = marker, DefinitionChange = change };
        }
        catch
        {
            foreach (var table in tables) table.Dispose();
            throw;
        }
    }

    /// <summary>What a chunk says besides its rows: where its last transaction ends, its marker, and the schemas it defines.</summary>
    public static (ChangePosition Last, string? Marker, IReadOnlyList<Schema> Schemas) ReadHead(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var transactions = ReadTransactions(ref reader);
        var (marker, _) = ReadEvent(ref reader);
        var schemas = new Schema[reader.ReadCount()];
        for (var i = 0; i < schemas.Length; i++) schemas[i] = SchemaCodec.Read(ref reader);
        return (transactions[^1].Position, marker, schemas);
    }

    private static ChangeTransaction[] ReadTransactions(ref PayloadReader reader)
    {
        var transactions = new ChangeTransaction[reader.ReadCount()];
        if (transactions.Length == 0) throw new InvalidDataException("the chunk has no transaction");
        for (var i = 0; i < transactions.Length; i++)
        {
            var id = reader.ReadText();
            var position = new ChangePosition(reader.Read(reader.ReadCount()).ToArray());
            transactions[i] = new ChangeTransaction(id, position, new DateTime(reader.ReadInt64(), DateTimeKind.Utc));
        }

        return transactions;
    }

    private static void WriteEvent(PayloadWriter writer, ChangeChunk chunk)
    {
        if (chunk.Marker is { } marker)
        {
            writer.WriteByte(Marker);
            writer.WriteText(marker);
        }
        else if (chunk.DefinitionChange is { } change)
        {
            writer.WriteByte(DefinitionChange);
            writer.WriteCount(change.Table);
            writer.WriteText(change.Definition is null ? "" : CatalogJson.Write(change.Definition));
        }
        else
        {
            writer.WriteByte(None);
        }
    }

    private static (string? Marker, TableDefinitionChange? Change) ReadEvent(ref PayloadReader reader) => reader.ReadByte() switch
    {
        None => (null, null),
        Marker => (reader.ReadText(), null),
        DefinitionChange => (null, new TableDefinitionChange(reader.ReadCount(), reader.ReadText() is { Length: > 0 } json ? CatalogJson.Read<RemoteTable>(json) : null)),
        var other => throw new InvalidDataException($"chunks have no event {other}"),
    };

    private static RecordBatch ReadRows(ref PayloadReader reader, Schema schema, int length)
    {
        List<ArrayData> columns = new(schema.FieldCount);
        try
        {
            foreach (var field in schema.FieldsList) columns.Add(ArrayCodec.Read(ref reader, field.DataType, length));
            return new RecordBatch(schema, columns, length);
        }
        catch
        {
            foreach (var column in columns) column.Dispose();
            throw;
        }
    }
}
