using System.Text.Json;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.Webhook.Rows;

/// <summary>The rows of a request: an object is one, an array has any number, and so have several of either one after the other (newline-delimited JSON). All of them, or none.</summary>
internal static class PostedRows
{
    private static readonly JsonReaderOptions s_reading = new() { AllowMultipleValues = true };

    /// <param name="operationField">The field that says what a row is; null when none does.</param>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    /// <exception cref="RowRefusedException">A row does not fit the table.</exception>
    public static TableChanges Read(ReadOnlySpan<byte> body, CapturedTable table, string? operationField)
    {
        using var rows = new RowWriter(table, operationField);
        var reader = new Utf8JsonReader(body, s_reading);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject) rows.Add(JsonElement.ParseValue(ref reader));
            else if (reader.TokenType == JsonTokenType.StartArray) AddAll(ref reader, rows);
            else throw new RowRefusedException("the body is no object, no array of objects and no lines with an object each");
        }

        return rows.Count > 0 ? rows.Finish() : throw new RowRefusedException("the body has no rows");
    }

    private static void AddAll(ref Utf8JsonReader reader, RowWriter rows)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new RowRefusedException($"row {rows.Count + 1}: it is no object");
            rows.Add(JsonElement.ParseValue(ref reader));
        }
    }

    private sealed class RowWriter(CapturedTable table, string? operationField) : IDisposable
    {
        private readonly Schema _schema = ChangeColumns.SchemaOf(table.Definition);
        private readonly List<ColumnWriter> _columns = [.. table.Definition.Columns.Select(column => new ColumnWriter(column))];
        private readonly List<ArrayBuilder> _leading = [.. ChangeColumns.SchemaOf(table.Definition).FieldsList.Take(ChangeColumns.Count).Select(field => new ArrayBuilder(field.DataType))];
        private readonly byte[] _untoldOfKeys = Untold(table);

        public int Count { get; private set; }

        public void Add(JsonElement row)
        {
            try
            {
                var kind = KindOf(row);
                for (var i = 0; i < _columns.Count; i++)
                {
                    var isKey = table.Key.Contains(i);
                    var isThere = row.TryGetProperty(_columns[i].Field, out var value) && value.ValueKind != JsonValueKind.Null;
                    if (isKey && !isThere) throw new RowRefusedException($"field \"{_columns[i].Field}\" is missing or null, and it is part of the key");
                    if (kind == ChangeKind.Exterminate && !isKey) _columns[i].AppendUntold();
                    else if (isThere) _columns[i].Append(value);
                    else _columns[i].AppendNull();
                }

                _leading[ChangeColumns.Kind].AppendString(((char)kind).ToString());
                _leading[ChangeColumns.Transaction].Append(0);
                _leading[ChangeColumns.Sequence].Append((long)Count);
                if (kind == ChangeKind.Exterminate) _leading[ChangeColumns.Untold].AppendBytes(_untoldOfKeys);
                else _leading[ChangeColumns.Untold].AppendNull();
                Count++;
            }
            catch (RowRefusedException e)
            {
                throw new RowRefusedException($"row {Count + 1}: {e.Message}");
            }
        }

        public TableChanges Finish() => new(table.Id, new RecordBatch(_schema, [.. _leading.Select(column => column.Finish()), .. _columns.Select(column => column.Finish())], Count));

        public void Dispose()
        {
            foreach (var column in _columns) column.Dispose();
            foreach (var column in _leading) column.Dispose();
        }

        private ChangeKind KindOf(JsonElement row)
        {
            if (operationField is null || !row.TryGetProperty(operationField, out var value) || value.ValueKind == JsonValueKind.Null) return table.Key.IsEmpty ? ChangeKind.Insert : ChangeKind.Upsert;
            var word = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            var kind = word.ToUpperInvariant() switch
            {
                "INSERT" => ChangeKind.Insert,
                "UPSERT" => ChangeKind.Upsert,
                "DELETE" => ChangeKind.Exterminate,
                _ => throw new RowRefusedException($"field \"{operationField}\" takes insert, upsert or delete"),
            };
            return kind == ChangeKind.Insert || !table.Key.IsEmpty ? kind
                : throw new RowRefusedException($"\"{word}\" takes a key, and nothing says which columns tell the rows of table \"{table.Definition.Name.Object}\" apart");
        }

        private static byte[] Untold(CapturedTable table)
        {
            var bits = new byte[(table.Definition.Columns.Count + 7) / 8];
            for (var i = 0; i < table.Definition.Columns.Count; i++)
                if (!table.Key.Contains(i)) bits[i / 8] |= (byte)(1 << (i % 8));
            return bits;
        }
    }
}
