using System.Buffers.Binary;
using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>A source's stream, said in few words: transactions of rows of tables whose columns are numbers and texts.</summary>
/// <param name="add">Takes the chunks; null when nobody wants them.</param>
internal sealed class SourceStream(Action<ChangeChunk>? add, params RemoteTable[] tables)
{
    public static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly Dictionary<int, List<Change>> _rows = [];
    private readonly List<ChangeTransaction> _transactions = [];
    private long _position;
    private long _sequence;

    /// <summary>Captured tables count from 1.</summary>
    public RemoteTable Table(int id) => tables[id - 1];

    /// <summary>The commit time of the transaction at hand, and the place of its last change.</summary>
    public string Now => _transactions[^1].CommitTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public long Sequence => _sequence - 1;

    public static RemoteTable Define(string name, int keys, params (string Name, SqlType Type)[] columns) => new(
        new RemoteObjectName(null, "public", name), ["public", name], columns.Select((column, i) => new TableColumn(column.Name, column.Name, column.Type, i >= keys)).ToEquatableArray(),
        keys == 0 ? [] : [new TableKey(true, Enumerable.Range(0, keys).ToEquatableArray(), name + "_pkey")]);

    public SourceStream Begin()
    {
        _position++;
        _sequence = 0;
        _transactions.Add(new ChangeTransaction($"tx{_position}", PositionOf(_position), Start.AddSeconds(_position)));
        return this;
    }

    /// <summary>Something waits to be sent.</summary>
    public bool IsPending => _transactions.Count > 0;

    /// <summary>A change. <see cref="Untold"/> stands for a value the source does not tell.</summary>
    public SourceStream Row(int table, char kind, params object?[] values)
    {
        if (!_rows.TryGetValue(table, out var rows)) _rows.Add(table, rows = []);
        rows.Add(new Change(kind, _transactions.Count - 1, _sequence++, values.Length == 0 ? new object?[Table(table).Columns.Count] : values));
        return this;
    }

    /// <summary>A whole transaction of one change of table 1.</summary>
    public SourceStream Commit(char kind, params object?[] values) => Begin().Row(1, kind, values);

    public SourceStream Update(int table, object?[] before, object?[] after) => Row(table, 'B', before).Row(table, 'U', after);

    /// <summary>Ends the chunk.</summary>
    public SourceStream Send(bool endsInTransaction = false)
    {
        add?.Invoke(new ChangeChunk([.. _transactions], [.. _rows.Select(table => Build(table.Key, table.Value))], endsInTransaction));
        _rows.Clear();
        var last = _transactions[^1];
        _transactions.Clear();
        if (endsInTransaction) _transactions.Add(last);
        return this;
    }

    public SourceStream Mark(string marker)
    {
        _position++;
        add?.Invoke(new ChangeChunk([new ChangeTransaction($"tx{_position}", PositionOf(_position), Start.AddSeconds(_position))], []) { Marker = marker });
        return this;
    }

    /// <summary>Tells of a position while nothing changes.</summary>
    public SourceStream Tick()
    {
        _position++;
        add?.Invoke(new ChangeChunk([new ChangeTransaction("", PositionOf(_position), Start.AddSeconds(_position))], []));
        return this;
    }

    public SourceStream Redefine(int table, RemoteTable? definition)
    {
        _position++;
        add?.Invoke(new ChangeChunk([new ChangeTransaction($"tx{_position}", PositionOf(_position), Start.AddSeconds(_position))], []) { DefinitionChange = new TableDefinitionChange(table, definition) });
        return this;
    }

    public SourceStream RedefineInTransaction(int table, RemoteTable definition)
    {
        add?.Invoke(new ChangeChunk([_transactions[^1]], [], EndsInTransaction: true) { DefinitionChange = new TableDefinitionChange(table, definition) });
        tables[table - 1] = definition;
        return this;
    }

    public static object Untold { get; } = new();

    private static ChangePosition PositionOf(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return new ChangePosition(bytes);
    }

    private TableChanges Build(int id, List<Change> rows)
    {
        var schema = ChangeColumns.SchemaOf(Table(id));
        var builders = schema.FieldsList.Select(field => new ArrayBuilder(field.DataType)).ToArray();
        foreach (var row in rows)
        {
            builders[ChangeColumns.Kind].AppendString(row.Kind.ToString());
            builders[ChangeColumns.Transaction].Append(row.Transaction);
            builders[ChangeColumns.Sequence].Append(row.Sequence);
            if (row.Values.Contains(Untold)) builders[ChangeColumns.Untold].AppendBytes([(byte)row.Values.Select((value, i) => value == Untold ? 1 << i : 0).Sum()]);
            else builders[ChangeColumns.Untold].AppendNull();
            for (var i = 0; i < row.Values.Length; i++) Append(builders[ChangeColumns.Count + i], row.Values[i]);
        }

        return new TableChanges(id, new RecordBatch(schema, [.. builders.Select(builder => builder.Finish())], rows.Count));
    }

    private static void Append(ArrayBuilder builder, object? value)
    {
        switch (value)
        {
            case int number when builder.DataType == NumberType.Int32: builder.Append(number); break;
            case int number: builder.Append((long)number); break;
            case string text: builder.AppendString(text); break;
            default: builder.AppendNull(); break;
        }
    }

    private sealed record Change(char Kind, int Transaction, long Sequence, object?[] Values);
}
