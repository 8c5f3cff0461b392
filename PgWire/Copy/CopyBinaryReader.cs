using System.Buffers.Binary;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Copy;

/// <summary>The binary format. Per row: Int16 fields, then per field Int32 length (-1 for null) and as many bytes.</summary>
internal sealed class CopyBinaryReader(CopyBatchBuilder rows) : CopyReader(rows)
{
    private const int OidsFlag = 1 << 16;
    private const uint CriticalFlags = 0xffff_0000;
    private bool _hasHeader;

    protected override int ReadRow(ReadOnlySpan<byte> data, bool atEnd)
    {
        if (!_hasHeader) return ReadHeader(data);
        if (data.Length < sizeof(short)) return 0;
        var count = BinaryPrimitives.ReadInt16BigEndian(data);
        if (count == CopyBinaryFormat.Trailer)
        {
            IsAtEnd = true;
            return sizeof(short);
        }

        var length = RowLength(data, count);
        if (length == 0) return 0;
        Rows.Line++;
        if (count != Rows.Columns.Count) throw Rows.BadFormat($"row field count is {count}, expected {Rows.Columns.Count}");
        Append(data[sizeof(short)..length]);
        return length;
    }

    protected override void CheckEnd()
    {
        if (!_hasHeader) throw Rows.BadFormat("COPY file signature not recognized");
        throw Rows.BadFormat("unexpected EOF in COPY data");
    }

    private int ReadHeader(ReadOnlySpan<byte> data)
    {
        var known = Math.Min(data.Length, CopyBinaryFormat.Signature.Length);
        if (!data[..known].SequenceEqual(CopyBinaryFormat.Signature[..known])) throw Rows.BadFormat("COPY file signature not recognized");
        if (data.Length < CopyBinaryFormat.HeaderLength) return 0;
        var flags = BinaryPrimitives.ReadInt32BigEndian(data[11..]);
        if ((flags & OidsFlag) != 0) throw Rows.BadFormat("invalid COPY file header (WITH OIDS)");
        if (((uint)flags & CriticalFlags) != 0) throw Rows.BadFormat("unrecognized critical flags in COPY file header");
        var extension = BinaryPrimitives.ReadInt32BigEndian(data[15..]);
        if (extension < 0) throw Rows.BadFormat("invalid COPY file header (wrong length)");
        if (data.Length - CopyBinaryFormat.HeaderLength < extension) return 0;
        _hasHeader = true;
        return CopyBinaryFormat.HeaderLength + extension;
    }

    // The length of a complete row, else 0.
    private int RowLength(ReadOnlySpan<byte> data, int count)
    {
        var position = sizeof(short);
        for (var i = 0; i < count; i++)
        {
            if (data.Length - position < sizeof(int)) return 0;
            var length = BinaryPrimitives.ReadInt32BigEndian(data[position..]);
            position += sizeof(int);
            if (length < -1) throw Rows.BadFormat("invalid field size");
            if (length == -1) continue;
            if (data.Length - position < length) return 0;
            position += length;
        }

        return position;
    }

    private void Append(ReadOnlySpan<byte> fields)
    {
        for (var column = 0; column < Rows.Columns.Count; column++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(fields);
            fields = fields[sizeof(int)..];
            if (length == -1)
            {
                Rows.AppendNull(column);
                continue;
            }

            Rows.Append(column, fields[..length], WireFormat.Binary);
            fields = fields[length..];
        }

        Rows.EndRow();
    }
}
