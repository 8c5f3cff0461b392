using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb.Handles;

/// <summary><c>duckdb_prepared_statement</c>; exists, and must be destroyed, after a failed prepare too.</summary>
internal sealed class PreparedHandle : SafeHandle
{
    public PreparedHandle(nint prepared) : base(0, ownsHandle: true) => SetHandle(prepared);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        DuckDbApi.DestroyPrepare(ref handle);
        return true;
    }
}
