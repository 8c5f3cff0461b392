using System.Runtime.InteropServices;

namespace FederationGateway.DuckDb.Native;

/// <summary><c>duckdb_result</c>: the first five fields are deprecated, the last holds the result.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    public ulong DeprecatedColumnCount;
    public ulong DeprecatedRowCount;
    public ulong DeprecatedRowsChanged;
    public nint DeprecatedColumns;
    public nint DeprecatedError;
    public nint InternalData;
}

/// <summary>
/// <c>duckdb_string_t</c>: the length, then up to 12 bytes of text (zero-padded), or 4 bytes of prefix and a pointer to all of it.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeString
{
    public const int InlineLength = 12;

    public uint Length;
    public uint Prefix;
    public byte* Pointer;
}

/// <summary><c>duckdb_list_entry</c>: where a row's elements lie in the child vector.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeListEntry
{
    public ulong Offset;
    public ulong Length;
}

/// <summary><c>duckdb_interval</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeInterval
{
    public int Months;
    public int Days;
    public long Microseconds;
}

/// <summary><c>duckdb_state</c>.</summary>
internal enum NativeState
{
    Success = 0,
    Error = 1,
}
