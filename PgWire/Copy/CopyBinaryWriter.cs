using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Copy;

/// <summary>The binary format; see <see cref="CopyBinaryFormat"/>.</summary>
internal sealed class CopyBinaryWriter : CopyWriter
{
    public override bool HasHeader => true;

    public override bool HasTrailer => true;

    public override void WriteHeader(WireBuffer wire)
    {
        wire.WriteBytes(CopyBinaryFormat.Signature);
        wire.WriteInt32(0);
        wire.WriteInt32(0);
    }

    public override void WriteRow(WireBuffer wire, ReadOnlySpan<ColumnEncoder> columns, int row)
    {
        wire.WriteInt16((short)columns.Length);
        foreach (var column in columns) RowEncoder.WriteField(wire, column, row);
    }

    public override void WriteTrailer(WireBuffer wire) => wire.WriteInt16(CopyBinaryFormat.Trailer);
}
