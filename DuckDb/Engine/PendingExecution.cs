using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>
/// Runs a planned statement until its result, or the first rows of it, are there. The calling thread does the engine's work as long as there is some. While another
/// thread does the last of it, the engine's own call would ask again and again whether that is done: a third of a processor's time in a profile of a scan into a local
/// table, on a machine whose other processor made the rows. So it sleeps here.
/// </summary>
internal static class PendingExecution
{
    /// <summary>Times to look again before sleeping, a hundred microseconds or so: short statements must not wait a millisecond for their end.</summary>
    private const int LooksBeforeSleep = 30;

    public static NativeState Run(PreparedHandle prepared, bool streams, ResultHandle result)
    {
        var state = streams ? DuckDbApi.PendingPreparedStreaming(prepared, out var native) : DuckDbApi.PendingPrepared(prepared, out native);
        using var pending = new PendingHandle(native);
        var wait = new SpinWait();
        while (state == NativeState.Success)
        {
            switch (DuckDbApi.PendingExecuteTask(pending))
            {
                case NativePendingState.NotReady:
                    wait.Reset();
                    break;
                case NativePendingState.NoTasks:
                    wait.SpinOnce(LooksBeforeSleep);
                    break;
                default:
                    return DuckDbApi.ExecutePending(pending, result);
            }
        }

        return DuckDbApi.ExecutePending(pending, result);
    }
}
