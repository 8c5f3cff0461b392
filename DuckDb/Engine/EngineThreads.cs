namespace FederationGateway.DuckDb;

/// <summary>
/// Threads for blocking calls into the engine, so that the shared pool never waits for one. As many as there are calls, kept for reuse for a while.
/// </summary>
internal static class EngineThreads
{
    // The engine plans deep expressions recursively on the calling thread.
    private const int StackBytes = 16 << 20;
    private static readonly TimeSpan s_idleTime = TimeSpan.FromSeconds(30);
    private static readonly object s_gate = new();
    private static readonly Queue<Action> s_work = new();
    private static int s_idle;

    /// <summary>Runs the work, which must not throw, on a thread of its own.</summary>
    public static void Start(Action work)
    {
        lock (s_gate)
        {
            s_work.Enqueue(work);
            if (s_idle >= s_work.Count) Monitor.Pulse(s_gate);
            else new Thread(Loop, StackBytes) { IsBackground = true, Name = "engine call" }.Start();
        }
    }

    public static Task<T> Run<T>(Func<T> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(() =>
        {
            try
            {
                completion.SetResult(work());
            }
            catch (OperationCanceledException e)
            {
                completion.SetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        });
        return completion.Task;
    }

    private static void Loop()
    {
        while (Take() is { } work) work();
    }

    private static Action? Take()
    {
        lock (s_gate)
        {
            while (s_work.Count == 0)
            {
                s_idle++;
                var woken = Monitor.Wait(s_gate, s_idleTime);
                s_idle--;
                if (!woken && s_work.Count == 0) return null;
            }

            return s_work.Dequeue();
        }
    }
}
