using FederationGateway.Arrow;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Text and blobs.</summary>
internal sealed unsafe class BytesGatherer(ArrowType type) : VariableGatherer(type)
{
    protected override void AppendValues(nint vector, byte* validity, int start, int count)
    {
        var strings = (NativeString*)DuckDbApi.VectorGetData(vector) + start;
        var total = 0L;
        for (var row = 0; row < count; row++)
            if (!IsNull(validity, start + row)) total += strings[row].Length;

        var offsets = ReserveValues(count, total, out var target);
        var end = offsets[0];
        for (var row = 0; row < count; row++)
        {
            if (!IsNull(validity, start + row))
            {
                var text = strings + row;
                var length = (int)text->Length;
                // Short text is copied with its padding, which the buffer's slack or the next value takes.
                if (length <= NativeString.InlineLength)
                {
                    *(ulong*)(target + end) = *(ulong*)&text->Prefix;
                    *(uint*)(target + end + sizeof(ulong)) = *(uint*)((byte*)&text->Prefix + sizeof(ulong));
                }
                else
                {
                    Buffer.MemoryCopy(text->Pointer, target + end, length, length);
                }

                end += length;
            }

            offsets[row + 1] = end;
        }
    }
}
