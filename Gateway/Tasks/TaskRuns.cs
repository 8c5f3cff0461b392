using System.Collections.Concurrent;
using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Hosting;
using FederationGateway.Gateway.Sessions;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Gateway.Tasks;

/// <summary>The executions of tasks under way: one at a time for a replication task. Thread-safe.</summary>
internal sealed class TaskRuns(GatewayCore core, ILogger log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, Running> _running = new();
    private int _isEnding;

    /// <summary>Begins one; the returned object ends it, or waits for its end.</summary>
    /// <param name="call">What it calls; null for a replication task.</param>
    /// <exception cref="GatewayException">55006 when the task is being started, 55000 when it is live.</exception>
    public async Task<Running> StartAsync(TaskExecution execution, TaskCall? call)
    {
        if (Volatile.Read(ref _isEnding) != 0) throw new GatewayException(SqlState.AdminShutdown, "the gateway is ending");
        var task = call?.Program.Task ?? core.Store.Current.Tasks.GetValueOrDefault(execution.Task) ?? throw new GatewayException(SqlState.UndefinedObject, "the task is gone");
        if (call is null && task.RemoteSchema is null && TaskRun.IsLive(core, task)) throw TaskRun.AlreadyLive(task);
        var running = new Running(execution.Id, task.Oid, execution.User);
        var key = call is null ? task.Oid : execution.Id;
        var known = _running.GetOrAdd(key, running);
        if (!ReferenceEquals(known, running))
        {
            running.Dispose();
            throw new GatewayException(SqlState.ObjectInUse, string.Create(CultureInfo.InvariantCulture, $"task \"{task.Name}\" is being started already, by execution {known.Id}"))
            {
                Hint = string.Create(CultureInfo.InvariantCulture, $"CANCEL TASK {known.Id} ends that."),
            };
        }

        try
        {
            await core.Store.TaskExecutions.SaveAsync(execution);
        }
        catch
        {
            _running.TryRemove(key, out _);
            throw;
        }

        running.Ending = Task.Run(() => RunAsync(task, call, execution.Start, running));
        return running;
    }

    public bool IsRunning(TaskEntry task) => _running.Values.Any(running => running.TaskOid == task.Oid);

    public Running? Find(long execution) => _running.Values.FirstOrDefault(running => running.Id == execution);

    /// <summary>Asks an execution to end.</summary>
    public void Cancel(Running running)
    {
        core.Store.TaskExecutions.Show(running.Id, execution => execution.IsRunning ? execution with { Status = TaskExecutionStatus.Cancelling } : execution);
        running.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _isEnding, 1);
        var all = _running.Values.ToList();
        foreach (var running in all) running.Stop();
        foreach (var running in all) await running.Ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync(TaskEntry task, TaskCall? call, DateTime start, Running running)
    {
        Exception? failure = null;
        var executions = core.Store.TaskExecutions;
        try
        {
            if (call is not null) await call.RunAsync(core, change => executions.Show(running.Id, change), running.Token);
            else await new TaskRun(core, task, start, change => executions.Show(running.Id, change)).RunAsync(running.Token);
        }
        catch (Exception e)
        {
            failure = running.Token.IsCancellationRequested && e is not GatewayException { State.Code: "XX000" } ? new OperationCanceledException(running.Token) : e;
            throw failure;
        }
        finally
        {
            _running.TryRemove(call is null ? task.Oid : running.Id, out _);
            await SaveEndAsync(running.Id, failure);
            running.Dispose();
        }
    }

    private async Task SaveEndAsync(long id, Exception? failure)
    {
        if (failure is not (null or GatewayException or OperationCanceledException)) log.TaskFailed(failure, id);
        var ended = core.Store.TaskExecutions.Show(id, execution => execution with
        {
            End = core.TimeProvider.GetUtcNow().UtcDateTime,
            Operation = failure is null ? null : execution.Operation,
            Parts = execution.Parts.Clear(),
            Status = failure switch { null => TaskExecutionStatus.Completed, OperationCanceledException => TaskExecutionStatus.Cancelled, _ => TaskExecutionStatus.Failed },
            SqlState = failure switch { null => null, GatewayException error => error.State.Code, OperationCanceledException => SqlState.QueryCanceled.Code, _ => SqlState.InternalError.Code },
            Error = failure switch { null => null, GatewayException { Hint: { } hint } error => $"{error.Message}: {hint}", GatewayException error => error.Message, OperationCanceledException => "cancelled", _ => "internal error" },
        });
        await core.Store.TaskExecutions.SaveAsync(ended);
    }

    /// <summary>An execution under way.</summary>
    internal sealed class Running : IDisposable
    {
        private readonly StopSource _stop = new();

        public Running(long id, long task, string user) => (Id, TaskOid, User) = (id, task, user);

        public long Id { get; }

        /// <summary>The OID of the task.</summary>
        public long TaskOid { get; }

        /// <summary>Who started it.</summary>
        public string User { get; }

        public CancellationToken Token => _stop.Token;

        /// <summary>Ends when it does, with what has ended it.</summary>
        public Task Ending { get; set; } = Task.CompletedTask;

        public void Stop() => _stop.Stop();

        public void Dispose() => _stop.Dispose();
    }
}
