using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb.Handles;

/// <summary><c>duckdb_appender</c>; exists, and must be destroyed, after a failed creation too. Rows that were not written by then are dropped.</summary>
internal sealed class AppenderHandle : SafeHandle
{
    public AppenderHandle(nint appender) : base(0, ownsHandle: true) => SetHandle(appender);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        DuckDbApi.DestroyAppender(ref handle);
        return true;
    }
}
