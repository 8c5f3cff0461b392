namespace FederationGateway.Arrow;

/// <summary>Rows in columns. A batch has one owner, who disposes it; handing it on hands on that duty.</summary>
public sealed class RecordBatch : IDisposable
{
    /// <summary>Takes over the columns.</summary>
    public RecordBatch(Schema schema, IReadOnlyList<ArrayData> columns, int length)
    {
        Schema = schema;
        Columns = columns;
        Length = length;
    }

    public Schema Schema { get; }

    public IReadOnlyList<ArrayData> Columns { get; }

    /// <summary>Rows.</summary>
    public int Length { get; }

    public ArrayData Column(int index) => Columns[index];

    /// <summary>Bytes of buffer memory this batch keeps alive (shared buffers counted in full).</summary>
    public long ByteSize => Columns.Sum(SizeOf);

    /// <summary>The same rows with references of their own, for keeping them past the owner's Dispose.</summary>
    public RecordBatch Retain() => new(Schema, [.. Columns.Select(column => column.Retain())], Length);

    public RecordBatch Slice(int start, int length) => new(Schema, [.. Columns.Select(column => column.Slice(start, length))], length);

    public void Dispose()
    {
        foreach (var column in Columns) column.Dispose();
    }

    private static long SizeOf(ArrayData array) => array.Buffers.Sum(buffer => buffer?.Length ?? 0) + array.Children.Sum(SizeOf);
}
