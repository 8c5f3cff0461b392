using System.Runtime.InteropServices;
using System.Text;

namespace FederationGateway.DuckDb.Native;

/// <summary>
/// DuckDB's C API, one file a chapter. Opaque handles are <c>nint</c> or a SafeHandle, C's <c>bool</c> is a byte, <c>idx_t</c> an <c>ulong</c>.
/// <see cref="SuppressGCTransitionAttribute"/> only on calls that neither block, lock nor call back.
/// </summary>
internal static partial class DuckDbApi
{
    static DuckDbApi() => NativeLibrary.SetDllImportResolver(typeof(DuckDbApi).Assembly, EngineLibrary.Resolve);

    /// <summary>A copy of text the engine keeps.</summary>
    public static unsafe string? BorrowedText(byte* text) => text == null ? null : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>A copy of text the engine hands over; frees the original.</summary>
    public static unsafe string? OwnedText(byte* text)
    {
        if (text == null) return null;
        var copy = BorrowedText(text);
        Free(text);
        return copy;
    }
}
