using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb.Handles;

/// <summary><c>duckdb_logical_type</c>.</summary>
internal sealed class LogicalTypeHandle : SafeHandle
{
    public LogicalTypeHandle() : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        DuckDbApi.DestroyLogicalType(ref handle);
        return true;
    }
}
