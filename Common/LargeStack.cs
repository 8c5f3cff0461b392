using System.Runtime.ExceptionServices;

namespace FederationGateway.Common;

/// <summary>
/// Runs a recursive walk on a thread with room for it. A stack overflow kills the process and cannot be caught, so who walks a tree a client made deep
/// (the parser bounds the depth) walks it here.
/// </summary>
public static class LargeStack
{
    /// <summary>Address space, not memory: only the pages that were touched are real.</summary>
    private const int StackBytes = 512 * 1024 * 1024;

    /// <summary>Calls <paramref name="work"/> on a thread of its own and waits; what it throws is thrown here.</summary>
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        }, StackBytes) { IsBackground = true, Name = "large stack" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
