using System.Collections.Concurrent;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Hosting;
using FederationGateway.Gateway.Sessions;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Gateway.Replicas;

/// <summary>The work on replicas that is under way: one thing at a time for an object of a source. Thread-safe.</summary>
internal sealed class ReplicaRuns(TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Source, RemoteObjectName Object), Running> _running = new();
    private int _isEnding;
    private Task _recovering = Task.CompletedTask;

    public ReplicaActionLog Actions { get; } = new(time);

    /// <summary>Takes back what the last run of the process has left half made; until then the sources are read.</summary>
    public void Start(GatewayCore core) => _recovering = Task.Run(async () =>
    {
        try
        {
            await LiveReplicas.RecoverAsync(core);
        }
        catch (Exception e)
        {
            log.ReplicasNotRecovered(e);
        }
    });

    /// <summary>Does something with the replica of a virtual table.</summary>
    /// <param name="isAsync">True to return when it has begun.</param>
    /// <exception cref="GatewayException">55006 when something is being done already.</exception>
    public async Task RunAsync(VirtualTableEntry table, ReplicaWorkKind kind, bool isAsync, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isEnding) != 0) throw new GatewayException(SqlState.AdminShutdown, "the gateway is ending");
        var key = (table.Source, table.RemoteName);
        var running = new Running(table.Oid, kind);
        if (!_running.TryAdd(key, running))
        {
            running.Dispose();
            throw Busy(table);
        }

        var action = Actions.Begin(table.Oid, kind, isAsync);
        running.Ending = Task.Run(async () =>
        {
            try
            {
                await work(running.Token);
                Actions.End(action, null);
            }
            catch (Exception e)
            {
                Actions.End(action, e);
                if (!isAsync) throw;
                if (e is GatewayException) log.ReplicaNotDone(kind.ToString().ToUpperInvariant(), table.QualifiedName, e.Message);
                else if (e is not OperationCanceledException) log.ReplicaFailed(e, kind.ToString().ToUpperInvariant(), table.QualifiedName);
            }
            finally
            {
                _running.TryRemove(key, out _);
                running.Dispose();
            }
        }, CancellationToken.None);
        if (isAsync) return;
        await using (cancellationToken.UnsafeRegister(static state => ((Running)state!).Stop(), running))
        {
            try
            {
                await running.Ending;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new GatewayException(SqlState.QueryCanceled, $"the work on the replica of virtual table \"{table.Name}\" was cancelled");
            }
        }
    }

    /// <summary>Ends what is being done, and waits for that.</summary>
    /// <exception cref="GatewayException">55000 when nothing of that kind is.</exception>
    public async Task CancelAsync(VirtualTableEntry table, ReplicaWorkKind kind, CancellationToken cancellationToken)
    {
        if (!_running.TryGetValue((table.Source, table.RemoteName), out var running) || running.Table != table.Oid || running.Kind != kind)
            throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"nothing of the kind is being done with the replica of virtual table \"{table.Name}\"");
        running.Stop();
        await running.Ending.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>55006 while something is being done with the replica of a virtual table.</summary>
    public void RequireIdle(VirtualTableEntry table)
    {
        if (_running.ContainsKey((table.Source, table.RemoteName))) throw Busy(table);
    }

    /// <summary>What is being done with the replica of a virtual table; null for nothing.</summary>
    public ReplicaWorkKind? WorkOn(VirtualTableEntry table) => _running.TryGetValue((table.Source, table.RemoteName), out var running) && running.Table == table.Oid ? running.Kind : null;

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _isEnding, 1);
        var all = _running.Values.ToList();
        foreach (var running in all) running.Stop();
        await _recovering;
        foreach (var running in all) await running.Ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static GatewayException Busy(VirtualTableEntry table) => new(SqlState.ObjectInUse, $"a replica of \"{table.RemoteName.Object}\" of remote source \"{table.Source}\" is being made, refreshed or ended")
    {
        Hint = "Wait until that is over, or end it: ALTER VIRTUAL TABLE … CANCEL ADD … REPLICA, CANCEL REFRESH REPLICA.",
    };

    private sealed class Running(long table, ReplicaWorkKind kind) : IDisposable
    {
        private readonly StopSource _stop = new();

        public long Table => table;

        public ReplicaWorkKind Kind => kind;

        public CancellationToken Token => _stop.Token;

        public Task Ending { get; set; } = Task.CompletedTask;

        public void Stop() => _stop.Stop();

        public void Dispose() => _stop.Dispose();
    }
}

/// <summary>What can be done with a replica.</summary>
internal enum ReplicaWorkKind
{
    Add,
    Refresh,
    Enable,
    Disable,
    Drop,
}
