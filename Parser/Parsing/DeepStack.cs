using System.Runtime.ExceptionServices;

namespace FederationGateway.Parser.Parsing;

/// <summary>Runs work that recurses deeply on a thread with room for it, while the caller waits.</summary>
internal static class DeepStack
{
    /// <summary>Reserved address space, not memory: only the pages touched are paid for.</summary>
    private const int StackBytes = 256 << 20;

    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(Execute, StackBytes) { IsBackground = true, Name = "deep parse" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;

        void Execute()
        {
            try
            {
                result = work();
            }
            catch (Exception e)
            {
                // Whatever it is, it belongs to the caller: an exception that leaves a thread ends the process.
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }
    }
}
