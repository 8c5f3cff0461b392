using System.Buffers.Binary;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Writes a window of an Arrow array into one of the engine's vectors. Text is not copied: the vector points into the array.</summary>
internal static unsafe class VectorFiller
{
    /// <summary>Fills the first <paramref name="count"/> values of the vector.</summary>
    public static void Fill(ArrayData array, int start, int count, nint vector)
    {
        if (count == 0) return;
        FillValidity(array, start, count, vector);
        var target = DuckDbApi.VectorGetData(vector);
        switch (array.DataType)
        {
            case StringType or BinaryType:
                FillStrings(array, start, count, (NativeString*)target);
                break;
            case BooleanType:
                var bits = array.Buffers[1]!.Pointer;
                for (var row = 0; row < count; row++) target[row] = BitUtility.GetBit(bits, array.Offset + start + row) ? (byte)1 : (byte)0;
                break;
            case Decimal128Type { Precision: var precision }:
                DecimalNarrowing.Fill((long*)(array.Buffers[1]!.Pointer + ((long)(array.Offset + start) * sizeof(Int128))), count, EngineType.Decimal(precision, 0).Storage, target);
                break;
            case FixedSizeBinaryType:
                FillUuids((ulong*)(array.Buffers[1]!.Pointer + ((long)(array.Offset + start) * 16)), count, (ulong*)target);
                break;
            case IntervalType:
                FillIntervals(array.Values<MonthDayNanosecondInterval>() + start, count, (NativeInterval*)target);
                break;
            case ListType:
                FillLists(array, start, count, vector, (NativeListEntry*)target);
                break;
            case NullType:
                new Span<byte>(target, count * sizeof(NativeString)).Clear();
                break;
            case { ByteWidth: > 0 and var width }:
                Buffer.MemoryCopy(array.Buffers[1]!.Pointer + ((long)(array.Offset + start) * width), target, (long)count * width, (long)count * width);
                break;
            default:
                throw new GatewayException(SqlState.InternalError, $"a column of Arrow type {array.DataType.TypeId} cannot be scanned");
        }
    }

    /// <summary>
    /// As <see cref="Fill"/>, by way of a vector made here. Elements of lists need room: the engine's own vector takes it from the engine's memory limit, and
    /// reaching that throws a C++ exception through our callback, which ends the process.
    /// </summary>
    public static void FillApart(ArrayData array, int start, int count, nint vector)
    {
        using var type = EngineType.Of(array.DataType).ToNative();
        var apart = DuckDbApi.CreateVector(type, DuckDbApi.ChunkRows);
        try
        {
            Fill(array, start, count, apart);
            DuckDbApi.VectorReference(vector, apart);
        }
        finally
        {
            DuckDbApi.DestroyVector(ref apart);
        }
    }

    private static void FillValidity(ArrayData array, int start, int count, nint vector)
    {
        var isNullColumn = array.DataType is NullType;
        var validity = array.Validity;
        if (validity == null && !isNullColumn) return;
        DuckDbApi.VectorEnsureValidityWritable(vector);
        if (isNullColumn) BitUtility.Fill(DuckDbApi.VectorGetValidity(vector), 0, count, value: false);
        else BitUtility.Copy(validity, array.Offset + start, DuckDbApi.VectorGetValidity(vector), 0, count);
    }

    private static void FillStrings(ArrayData array, int start, int count, NativeString* target)
    {
        var offsets = array.ValueOffsets + start;
        var bytes = array.Buffers[2] is { } buffer ? buffer.Pointer : null;
        var begin = offsets[0];
        for (var row = 0; row < count; row++, target++)
        {
            var end = offsets[row + 1];
            var length = end - begin;
            var text = bytes + begin;
            target->Length = (uint)length;
            if (length > NativeString.InlineLength)
            {
                target->Prefix = *(uint*)text;
                target->Pointer = text;
            }
            else
            {
                Inline(text, length, &target->Prefix);
            }

            begin = end;
        }
    }

    // Up to 12 bytes, zero-padded: comparisons and hashes look at all of them. The loads may run past the value; buffers have the slack.
    private static void Inline(byte* text, int length, uint* target)
    {
        if (length == 0)
        {
            *(ulong*)target = 0;
            target[2] = 0;
            return;
        }

        *(ulong*)target = length >= sizeof(ulong) ? *(ulong*)text : *(ulong*)text & ((1UL << (length * 8)) - 1);
        target[2] = length <= sizeof(ulong) ? 0 : length == NativeString.InlineLength ? *(uint*)(text + sizeof(ulong)) : *(uint*)(text + sizeof(ulong)) & ((1U << ((length - sizeof(ulong)) * 8)) - 1);
    }

    private static void FillUuids(ulong* source, int count, ulong* target)
    {
        for (var row = 0; row < count; row++, source += 2, target += 2)
        {
            target[1] = BinaryPrimitives.ReverseEndianness(source[0]) ^ UuidGatherer.FlippedBit;
            target[0] = BinaryPrimitives.ReverseEndianness(source[1]);
        }
    }

    private static void FillIntervals(MonthDayNanosecondInterval* source, int count, NativeInterval* target)
    {
        for (var row = 0; row < count; row++) target[row] = new NativeInterval { Months = source[row].Months, Days = source[row].Days, Microseconds = source[row].Microseconds };
    }

    private static void FillLists(ArrayData array, int start, int count, nint vector, NativeListEntry* target)
    {
        var offsets = array.ValueOffsets + start;
        var first = offsets[0];
        var elements = offsets[count] - first;
        for (var row = 0; row < count; row++) target[row] = new NativeListEntry { Offset = (ulong)(offsets[row] - first), Length = (ulong)(offsets[row + 1] - offsets[row]) };
        if (DuckDbApi.ListVectorReserve(vector, (ulong)elements) == NativeState.Error || DuckDbApi.ListVectorSetSize(vector, (ulong)elements) == NativeState.Error)
            throw new GatewayException(SqlState.OutOfMemory, "out of memory");
        Fill(array.Children[0], first, elements, DuckDbApi.ListVectorGetChild(vector));
    }
}
