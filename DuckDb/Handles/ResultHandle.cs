using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb.Handles;

/// <summary>A <c>duckdb_result</c> in native memory; empty until an execution fills it, destroyed after a failed one too.</summary>
internal sealed unsafe class ResultHandle : SafeHandle
{
    public ResultHandle() : base(0, ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    public override bool IsInvalid => handle == 0;

    /// <summary>The next chunk, or 0 (see <see cref="DuckDbApi.FetchChunk"/>).</summary>
    public nint FetchChunk()
    {
        var added = false;
        DangerousAddRef(ref added);
        try
        {
            return DuckDbApi.FetchChunk(*(NativeResult*)handle);
        }
        finally
        {
            if (added) DangerousRelease();
        }
    }

    protected override bool ReleaseHandle()
    {
        DuckDbApi.DestroyResult((NativeResult*)handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}
