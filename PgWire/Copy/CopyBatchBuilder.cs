using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Copy;

/// <summary>Collects the fields of COPY rows into batches, and knows the line they came from for the error's context.</summary>
internal sealed class CopyBatchBuilder : IDisposable
{
    private const int MaxRows = 8192;
    private const long MaxBytes = 8 * 1024 * 1024;
    private readonly IReadOnlyList<ResultColumn> _columns;
    private readonly string _target;
    private readonly Schema _schema;
    private readonly TypeCodec[] _codecs;
    private readonly ArrayBuilder[] _builders;
    private int _rows;
    private long _bytes;

    public CopyBatchBuilder(IReadOnlyList<ResultColumn> columns, string target, ValueFormat format)
    {
        (_columns, _target) = (columns, target);
        _schema = new Schema(columns.Select(column => new Field(column.Name, column.Type)).ToEquatableArray());
        _codecs = [.. columns.Select(column => TypeCodecs.For(column.Type, format))];
        _builders = [.. _schema.FieldsList.Select(field => new ArrayBuilder(field.DataType))];
    }

    public IReadOnlyList<ResultColumn> Columns => _columns;

    /// <summary>The line (or binary row) being read, from 1.</summary>
    public long Line { get; set; }

    public long TotalRows { get; private set; }

    public void AppendNull(int column) => _builders[column].AppendNull();

    public void Append(int column, ReadOnlySpan<byte> value, WireFormat format)
    {
        _bytes += value.Length;
        try
        {
            _codecs[column].Append(_builders[column], value, format);
        }
        catch (GatewayException invalid)
        {
            var shown = format == WireFormat.Text ? $": \"{ValueErrors.Quote(value)}\"" : "";
            throw WithContext(invalid, $"{Where()}, column {_columns[column].Name}{shown}");
        }
    }

    public void EndRow()
    {
        _rows++;
        TotalRows++;
    }

    /// <summary>A batch when enough has collected (or anything, at the end); the receiver owns it.</summary>
    public RecordBatch? Take(bool atEnd)
    {
        if (_rows == 0 || (!atEnd && _rows < MaxRows && _bytes < MaxBytes)) return null;
        var batch = new RecordBatch(_schema, [.. _builders.Select(builder => builder.Finish())], _rows);
        (_rows, _bytes) = (0, 0);
        return batch;
    }

    /// <summary>22P04 at the current line.</summary>
    public GatewayException BadFormat(string message, ReadOnlySpan<byte> line = default) =>
        WithContext(new GatewayException(SqlState.BadCopyFileFormat, message), line.IsEmpty ? Where() : $"{Where()}: \"{ValueErrors.Quote(line)}\"");

    public void Dispose()
    {
        foreach (var builder in _builders) builder.Dispose();
    }

    private string Where() => string.Create(CultureInfo.InvariantCulture, $"COPY {_target}, line {Line}");

    private static GatewayException WithContext(GatewayException error, string context) =>
        new(error.State, error.Message, error) { Position = error.Position, Detail = error.Detail, Hint = error.Hint, Context = context };
}
