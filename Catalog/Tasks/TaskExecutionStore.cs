using System.Collections.Immutable;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog;

/// <summary>Executions of tasks: durable from their start to their end, the latest <see cref="Kept"/> of them; how far running ones are is known in memory only. Thread-safe.</summary>
public sealed class TaskExecutionStore : IDisposable
{
    /// <summary>The oldest ones that have ended are forgotten beyond these.</summary>
    public const int Kept = 1000;

    private readonly CatalogStore _store;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ImmutableSortedDictionary<long, TaskExecution> _all;

    internal TaskExecutionStore(CatalogStore store, DuckDbConnection connection)
    {
        _store = store;
        _all = TaskExecutionRows.Read(connection).Select(Ended).ToImmutableSortedDictionary(execution => execution.Id, execution => execution);
    }

    /// <summary>All that are known, oldest first.</summary>
    public IEnumerable<TaskExecution> All => Volatile.Read(ref _all).Values;

    public TaskExecution? Find(long id) => Volatile.Read(ref _all).GetValueOrDefault(id);

    /// <summary>A number for an execution, never given out before.</summary>
    public long NewId() => _store.NewOid();

    /// <summary>Makes where an execution stands durable and shows it.</summary>
    public async Task SaveAsync(TaskExecution execution)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            var old = Volatile.Read(ref _all).Values.Where(known => !known.IsRunning && known.Id != execution.Id).ToList();
            using var connection = _store.Connect();
            await connection.ExecuteAsync("BEGIN TRANSACTION", CancellationToken.None);
            TaskExecutionRows.Put(connection, execution);
            List<long> forgotten = [.. old.Take(Math.Max(0, old.Count - Kept + 1)).Select(known => known.Id)];
            forgotten.ForEach(id => TaskExecutionRows.Delete(connection, id));
            await connection.CommitAsync(ofTables: false);
            ImmutableInterlocked.Update(ref _all, all => all.SetItem(execution.Id, execution).RemoveRange(forgotten));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Shows how far an execution has come.</summary>
    public TaskExecution Show(long id, Func<TaskExecution, TaskExecution> change)
    {
        TaskExecution? shown = null;
        ImmutableInterlocked.Update(ref _all, all =>
        {
            shown = change(all[id]);
            return all.SetItem(id, shown);
        });
        return shown!;
    }

    public void Dispose() => _turn.Dispose();

    // What ran when the process ended has ended with it.
    private static TaskExecution Ended(TaskExecution execution) => execution.IsRunning
        ? execution with { Status = TaskExecutionStatus.Failed, SqlState = SqlState.AdminShutdown.Code, Error = "the gateway ended while the task was starting" }
        : execution;
}

/// <summary>The store's table of executions of tasks: one row each, its facts as JSON.</summary>
internal static class TaskExecutionRows
{
    /// <summary>Run with the store's own tables, in one transaction.</summary>
    public const string Tables = "CREATE TABLE IF NOT EXISTS catalog.task_execution (oid BIGINT NOT NULL, definition VARCHAR NOT NULL);";

    private const string Table = "catalog.task_execution";

    public static void Put(DuckDbConnection connection, TaskExecution execution) => SubscriptionRows.Put(connection, Table, execution.Id, CatalogJson.Write(execution));

    public static void Delete(DuckDbConnection connection, long id) => SubscriptionRows.Delete(connection, Table, id);

    public static List<TaskExecution> Read(DuckDbConnection connection) => SubscriptionRows.Read<TaskExecution>(connection, Table);
}
