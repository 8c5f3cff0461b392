using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb.Handles;

/// <summary><c>duckdb_pending_result</c>: an execution that has begun; exists, and must be destroyed, after a failed begin too.</summary>
internal sealed class PendingHandle : SafeHandle
{
    public PendingHandle(nint pending) : base(0, ownsHandle: true) => SetHandle(pending);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        DuckDbApi.DestroyPending(ref handle);
        return true;
    }
}
