using FederationGateway.Arrow;

namespace FederationGateway.Replication.Backlog;

/// <summary>
/// Columns as bytes: how their nulls are told, validity bits if there are some, then the values. Text, binary and list values are told by where they end, counted from the first.
/// What all rows have in common is written once: the columns that changes begin with are mostly so.
/// </summary>
internal static unsafe class ArrayCodec
{
    private const byte NoNulls = 0;
    private const byte SomeNulls = 1;
    private const byte AllNull = 2;

    /// <summary>No nulls, and every value is the one that follows.</summary>
    private const byte Repeated = 3;

    /// <summary>No nulls, 64-bit numbers, each one more than the one before: the first follows.</summary>
    private const byte Ascending = 4;

    public static void Write(PayloadWriter writer, ArrayData array) => Write(writer, array, 0, array.Length);

    private static void Write(PayloadWriter writer, ArrayData array, int start, int length)
    {
        if (length == 0 || array.DataType.TypeId == ArrowTypeId.Null)
        {
            writer.WriteByte(array.DataType.TypeId == ArrowTypeId.Null ? AllNull : NoNulls);
            if (array.DataType is ListType) Write(writer, array.Children[0], 0, 0);
            return;
        }

        var offset = array.Offset + start;
        var validity = array.Validity;
        var nulls = validity == null ? 0 : length - BitUtility.CountSet(validity, offset, length);
        if (nulls == length)
        {
            writer.WriteByte(AllNull);
            return;
        }

        if (nulls == 0 && length > 1 && TryWriteShort(writer, array, start, length)) return;
        writer.WriteByte(nulls == 0 ? NoNulls : SomeNulls);
        if (nulls > 0) WriteBits(writer, validity, offset, length);
        switch (array.DataType.TypeId)
        {
            case ArrowTypeId.Boolean:
                WriteBits(writer, array.Buffers[1]!.Pointer, offset, length);
                break;
            case ArrowTypeId.String or ArrowTypeId.Binary:
                var bytes = WriteEnds(writer, array.ValueOffsets + start, length);
                if (bytes > 0) writer.Write(new ReadOnlySpan<byte>(array.ValueBytes + array.ValueOffsets[start], bytes));
                break;
            case ArrowTypeId.List:
                var elements = WriteEnds(writer, array.ValueOffsets + start, length);
                Write(writer, array.Children[0], array.ValueOffsets[start], elements);
                break;
            default:
                var width = array.DataType.ByteWidth;
                writer.Write(new ReadOnlySpan<byte>(array.Buffers[1]!.Pointer + ((long)offset * width), checked(length * width)));
                break;
        }
    }

    public static ArrayData Read(ref PayloadReader reader, ArrowType type, int length)
    {
        var form = reader.ReadByte();
        if (type.TypeId == ArrowTypeId.Null) return new ArrayData(type, length, length, 0, [null]);
        if (form == AllNull) return Nulls(type, length);
        if (form is Repeated or Ascending) return ReadShort(ref reader, form, type, length);
        if (form > SomeNulls) throw new InvalidDataException($"there is no form {form} of a column");

        List<ArrowBuffer?> buffers = [null];
        ArrayData[] children = [];
        try
        {
            if (form == SomeNulls) buffers[0] = ReadBuffer(ref reader, BitUtility.ByteCount(length));
            var nulls = form == SomeNulls ? length - (int)BitUtility.CountSet(buffers[0]!.Pointer, 0, length) : 0;
            switch (type.TypeId)
            {
                case ArrowTypeId.Boolean:
                    buffers.Add(ReadBuffer(ref reader, BitUtility.ByteCount(length)));
                    break;
                case ArrowTypeId.String or ArrowTypeId.Binary:
                    buffers.Add(ReadOffsets(ref reader, length));
                    buffers.Add(ReadBuffer(ref reader, Last(buffers[1]!, length)));
                    break;
                case ArrowTypeId.List:
                    buffers.Add(ReadOffsets(ref reader, length));
                    children = [Read(ref reader, ((ListType)type).ValueType, Last(buffers[1]!, length))];
                    break;
                default:
                    buffers.Add(ReadBuffer(ref reader, (long)length * type.ByteWidth));
                    break;
            }

            return new ArrayData(type, length, nulls, 0, [.. buffers], children);
        }
        catch
        {
            foreach (var buffer in buffers) buffer?.Release();
            foreach (var child in children) child.Dispose();
            throw;
        }
    }

    private static bool TryWriteShort(PayloadWriter writer, ArrayData array, int start, int length)
    {
        if (array.DataType.TypeId is ArrowTypeId.String or ArrowTypeId.Binary)
        {
            var offsets = array.ValueOffsets + start;
            var width = offsets[1] - offsets[0];
            for (var i = 1; i < length; i++)
                if (offsets[i + 1] - offsets[i] != width) return false;
            if (width > 0 && !Repeats(array.ValueBytes + offsets[0], width, length)) return false;
            writer.WriteByte(Repeated);
            writer.WriteCount(width);
            if (width > 0) writer.Write(new ReadOnlySpan<byte>(array.ValueBytes + offsets[0], width));
            return true;
        }

        if (array.DataType.ByteWidth is not (var fixedWidth and > 0)) return false;
        var first = array.Buffers[1]!.Pointer + ((long)(array.Offset + start) * fixedWidth);
        var ascends = fixedWidth == 8 && Ascends((long*)first, length);
        if (!ascends && !Repeats(first, fixedWidth, length)) return false;
        writer.WriteByte(ascends ? Ascending : Repeated);
        writer.Write(new ReadOnlySpan<byte>(first, fixedWidth));
        return true;
    }

    // A run of equal values is equal to itself moved by one.
    private static bool Repeats(byte* values, int width, int length)
    {
        var bytes = checked((length - 1) * width);
        return new ReadOnlySpan<byte>(values, bytes).SequenceEqual(new ReadOnlySpan<byte>(values + width, bytes));
    }

    private static bool Ascends(long* values, int length)
    {
        for (var i = 1; i < length; i++)
            if (values[i] != unchecked(values[i - 1] + 1)) return false;
        return true;
    }

    private static ArrayData ReadShort(ref PayloadReader reader, byte form, ArrowType type, int length)
    {
        var isVariable = type.TypeId is ArrowTypeId.String or ArrowTypeId.Binary;
        var value = reader.Read(isVariable ? reader.ReadCount() : type.ByteWidth);
        var values = ArrowBuffer.Allocate((long)value.Length * length);
        values.Length = (long)value.Length * length;
        if (form == Ascending)
        {
            var first = BitConverter.ToInt64(value);
            for (var i = 0; i < length; i++) ((long*)values.Pointer)[i] = unchecked(first + i);
        }
        else
        {
            for (var i = 0; i < length; i++) value.CopyTo(new Span<byte>(values.Pointer + ((long)i * value.Length), value.Length));
        }

        if (!isVariable) return new ArrayData(type, length, 0, 0, [null, values]);
        var offsets = ArrowBuffer.Allocate((length + 1L) * sizeof(int));
        offsets.Length = (length + 1L) * sizeof(int);
        for (var i = 0; i <= length; i++) ((int*)offsets.Pointer)[i] = i * value.Length;
        return new ArrayData(type, length, 0, 0, [null, offsets, values]);
    }

    private static ArrayData Nulls(ArrowType type, int length)
    {
        var validity = Zeros(BitUtility.ByteCount(length));
        return type switch
        {
            StringType or BinaryType => new ArrayData(type, length, length, 0, [validity, Zeros((length + 1L) * sizeof(int)), Zeros(0)]),
            ListType { ValueType: var element } => new ArrayData(type, length, length, 0, [validity, Zeros((length + 1L) * sizeof(int))], [Nulls(element, 0)]),
            NullType => new ArrayData(type, length, length, 0, [null]),
            BooleanType => new ArrayData(type, length, length, 0, [validity, Zeros(BitUtility.ByteCount(length))]),
            _ => new ArrayData(type, length, length, 0, [validity, Zeros((long)length * type.ByteWidth)]),
        };
    }

    private static ArrowBuffer Zeros(long length)
    {
        var buffer = ArrowBuffer.Allocate(length, zeroed: true);
        buffer.Length = length;
        return buffer;
    }

    private static void WriteBits(PayloadWriter writer, byte* bits, int offset, int length)
    {
        var place = writer.Reserve((int)BitUtility.ByteCount(length));
        place[^1] = 0;
        fixed (byte* target = place) BitUtility.Copy(bits, offset, target, 0, length);
    }

    private static int WriteEnds(PayloadWriter writer, int* offsets, int length)
    {
        var first = offsets[0];
        fixed (byte* place = writer.Reserve(checked(length * sizeof(int))))
            for (var i = 0; i < length; i++) ((int*)place)[i] = offsets[i + 1] - first;
        return offsets[length] - first;
    }

    private static ArrowBuffer ReadOffsets(ref PayloadReader reader, int length)
    {
        var ends = reader.Read(checked(length * sizeof(int)));
        var buffer = ArrowBuffer.Allocate((length + 1L) * sizeof(int));
        buffer.Length = (length + 1L) * sizeof(int);
        *(int*)buffer.Pointer = 0;
        ends.CopyTo(new Span<byte>(buffer.Pointer + sizeof(int), ends.Length));
        return buffer;
    }

    private static int Last(ArrowBuffer offsets, int length) => ((int*)offsets.Pointer)[length];

    private static ArrowBuffer ReadBuffer(ref PayloadReader reader, long length)
    {
        var bytes = reader.Read(checked((int)length));
        var buffer = ArrowBuffer.Allocate(length);
        buffer.Length = length;
        bytes.CopyTo(new Span<byte>(buffer.Pointer, bytes.Length));
        return buffer;
    }
}
