using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Copy;

/// <summary>Writes rows as COPY data; the caller frames each call's output as one CopyData message.</summary>
internal abstract class CopyWriter
{
    public static CopyWriter Create(CopyOptions options, IReadOnlyList<string> columnNames) => options.Format switch
    {
        CopyFormat.Text => new CopyTextWriter(options, columnNames),
        CopyFormat.Csv => new CopyCsvWriter(options, columnNames),
        _ => new CopyBinaryWriter(),
    };

    /// <summary>Whether there is something in front of the first row.</summary>
    public abstract bool HasHeader { get; }

    /// <summary>Whether there is something behind the last row.</summary>
    public abstract bool HasTrailer { get; }

    public abstract void WriteHeader(WireBuffer wire);

    public abstract void WriteRow(WireBuffer wire, ReadOnlySpan<ColumnEncoder> columns, int row);

    public abstract void WriteTrailer(WireBuffer wire);
}
