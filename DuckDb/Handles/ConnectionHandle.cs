using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb.Handles;

/// <summary><c>duckdb_connection</c>. Its reference count lets an interrupt from another thread race with the disconnect safely.</summary>
internal sealed class ConnectionHandle : SafeHandle
{
    public ConnectionHandle(nint connection) : base(0, ownsHandle: true) => SetHandle(connection);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        DuckDbApi.Disconnect(ref handle);
        return true;
    }
}
