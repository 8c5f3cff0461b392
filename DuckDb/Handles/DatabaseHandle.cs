using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb.Handles;

/// <summary><c>duckdb_database</c>. The instance itself lives until its last connection is gone as well.</summary>
internal sealed class DatabaseHandle : SafeHandle
{
    public DatabaseHandle(nint database) : base(0, ownsHandle: true) => SetHandle(database);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        DuckDbApi.Close(ref handle);
        return true;
    }
}
