using System.Buffers.Binary;
using System.Text;

namespace FederationGateway.Replication.Backlog;

/// <summary>Reads what a <see cref="PayloadWriter"/> wrote. Running past the end is an <see cref="InvalidDataException"/>.</summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public readonly int Left => _left.Length;

    public ReadOnlySpan<byte> Read(int count)
    {
        if ((uint)count > (uint)_left.Length) throw new InvalidDataException("the chunk ends early");
        var bytes = _left[..count];
        _left = _left[count..];
        return bytes;
    }

    public byte ReadByte() => Read(1)[0];

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Read(8));

    public int ReadCount()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = ReadByte();
            value |= (uint)(next & 0x7f) << shift;
            if (next < 0x80) return value <= int.MaxValue ? (int)value : throw new InvalidDataException("a count is negative");
        }

        throw new InvalidDataException("a count has no end");
    }

    public string ReadText() => Encoding.UTF8.GetString(Read(ReadCount()));
}
