using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Handles;

namespace FederationGateway.DuckDb.Native;

/// <summary><c>duckdb_pending_state</c>.</summary>
internal enum NativePendingState
{
    Ready,
    NotReady,
    Error,
    NoTasks,
}

/// <summary>The chapter "Pending Result Interface": a statement's tasks, done one by one by whoever waits for its result.</summary>
internal static partial class DuckDbApi
{
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_pending_prepared")]
    public static partial NativeState PendingPrepared(PreparedHandle prepared, out nint pending);

    /// <summary>Deprecated in the header, but the only way to a result that streams.</summary>
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_pending_prepared_streaming")]
    public static partial NativeState PendingPreparedStreaming(PreparedHandle prepared, out nint pending);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_pending_execute_task")]
    public static partial NativePendingState PendingExecuteTask(PendingHandle pending);

    /// <summary>The result; what is left to be done until there is one is done first.</summary>
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_execute_pending")]
    public static partial NativeState ExecutePending(PendingHandle pending, ResultHandle result);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_destroy_pending")]
    public static partial void DestroyPending(ref nint pending);
}
