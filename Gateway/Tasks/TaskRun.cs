using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Replication;

namespace FederationGateway.Gateway.Tasks;

/// <summary>
/// One execution of a task: (1) what is missing is made; (2) what a start that was killed has left is taken back; (3) the changes of all its tables are kept from now on; (4) each target is loaded, as
/// of one position of the stream where the source can be seen so; (5) changes go to the targets. Tables that are live already stay so. What fails takes those back that have not come to the end.
/// </summary>
/// <param name="start">When it began, UTC: the time of loaded rows. No change that comes after the load is earlier.</param>
/// <param name="show">Shows how far it has come.</param>
internal sealed class TaskRun(GatewayCore core, TaskEntry task, DateTime start, Action<Func<TaskExecution, TaskExecution>> show)
{
    /// <summary>Tables that are loaded at a time: each load reads ranges of its table side by side where that is worth it.</summary>
    private const int MostLoads = 3;

    private TaskEntry _task = task;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // step 1
        Do("making what is missing");
        IReadOnlyList<TaskTable> tables;
        using (var session = TaskSession.Open(core, _task.Owner)) (_task, tables) = await new TaskObjects(session, _task).MakeAsync(cancellationToken);
        Failpoints.Hit("task.made");
        var open = tables.Where(table => !IsLive(table)).ToList();
        if (open.Count == 0) throw AlreadyLive(_task);
        show(known => known with { Tables = open.Count, ExpectedRows = _task.Extent == TaskExtent.ChangesOnly ? 0 : ExpectedRows(open) });
        var subscriptions = open.Select(table => core.Store.Current.SubscriptionsByOid.GetValueOrDefault(table.Subscription ?? 0)).OfType<SubscriptionEntry>().ToList();

        // step 2
        await ResetAsync([.. subscriptions.Where(subscription => core.Store.Subscriptions.Current.Progress.ContainsKey(subscription.Oid))], cancellationToken);
        try
        {
            switch (_task.Extent)
            {
                case TaskExtent.LoadOnly:
                    await LoadAsync(open, null, cancellationToken);
                    break;
                case TaskExtent.ChangesOnly:
                    await QueueAsync(subscriptions, cancellationToken);
                    await DistributeAsync(subscriptions, cancellationToken);
                    break;
                default:
                    await QueueAsync(subscriptions, cancellationToken);
                    await LoadAndGoOnAsync(open, subscriptions, cancellationToken);
                    break;
            }
        }
        catch
        {
            await ResetAsync([.. subscriptions.Where(subscription => !IsLive(subscription.Oid))], CancellationToken.None);
            throw;
        }
    }

    public static bool IsLive(GatewayCore core, TaskEntry task) => !task.Tables.IsEmpty && task.Tables.All(table => table.Subscription is { } oid && IsLive(core, oid));

    public static GatewayException AlreadyLive(TaskEntry task) => new(SqlState.ObjectNotInPrerequisiteState, $"task \"{task.Name}\" is live already")
    {
        Hint = "Its targets follow the source. ALTER REMOTE SUBSCRIPTION … RESET of its subscriptions lets START TASK load them anew.",
    };

    // step 3
    private async Task QueueAsync(IReadOnlyList<SubscriptionEntry> subscriptions, CancellationToken cancellationToken)
    {
        Do("starting to capture");
        await core.Replication.QueueAsync(subscriptions, cancellationToken);
        Failpoints.Hit("task.queued");
        await core.Replication.WaitAsync(subscriptions, SubscriptionState.MatStartEndMarker, cancellationToken);
    }

    // step 4 and 5
    private async Task LoadAndGoOnAsync(IReadOnlyList<TaskTable> tables, IReadOnlyList<SubscriptionEntry> subscriptions, CancellationToken cancellationToken)
    {
        Do("opening a snapshot");
        await using (var snapshot = await core.Replication.OpenSnapshotAsync(_task.Source, cancellationToken))
        {
            await LoadAsync(tables, snapshot, cancellationToken);
            if (snapshot is not null) return;
        }

        await DistributeAsync(subscriptions, cancellationToken);
    }

    private async Task ResetAsync(IReadOnlyList<SubscriptionEntry> subscriptions, CancellationToken cancellationToken)
    {
        if (subscriptions.Count > 0) await core.Replication.ResetAsync(subscriptions, cancellationToken);
    }

    private async Task DistributeAsync(IReadOnlyList<SubscriptionEntry> subscriptions, CancellationToken cancellationToken)
    {
        Do("applying what has changed meanwhile");
        await core.Replication.DistributeAsync(subscriptions, cancellationToken);
        await core.Replication.WaitAsync(subscriptions, SubscriptionState.ApplyChangeData, cancellationToken);
    }

    private async Task LoadAsync(IReadOnlyList<TaskTable> tables, IAlignedSnapshot? snapshot, CancellationToken cancellationToken)
    {
        var now = core.TimeProvider.GetUtcNow().UtcDateTime;
        show(known => known with { LoadStart = now });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        GatewayException? failure = null;
        try
        {
            await Parallel.ForEachAsync(tables, new ParallelOptions { MaxDegreeOfParallelism = MostLoads, CancellationToken = stop.Token }, async (table, token) =>
            {
                try
                {
                    await LoadAsync(table, snapshot, token);
                }
                catch (GatewayException e)
                {
                    // The first one is the cause; the others end because of it.
                    Interlocked.CompareExchange(ref failure, e, null);
                    await stop.CancelAsync();
                    throw;
                }
            });
        }
        catch (Exception) when (failure is not null && !cancellationToken.IsCancellationRequested)
        {
            throw failure;
        }
    }

    private async Task LoadAsync(TaskTable table, IAlignedSnapshot? snapshot, CancellationToken cancellationToken)
    {
        using var session = TaskSession.Open(core, _task.Owner);
        var entry = TaskObjects.EntryOf(_task, session.Snapshot, table);
        var target = (LocalTableEntry)session.Snapshot.RelationsByOid[table.Target];
        Do($"loading {target.Name}");
        await new TableLoad(session, entry, start) { Partitions = _task.Partitions }.RunAsync(snapshot, new TaskLoadWatch(show, target, core.TimeProvider), cancellationToken);
        show(known => known with { TablesDone = known.TablesDone + 1 });
    }

    private double? ExpectedRows(IEnumerable<TaskTable> tables)
    {
        double sum = 0;
        foreach (var table in tables)
        {
            if (core.Store.Current.RelationsByOid.GetValueOrDefault(table.VirtualTable) is not VirtualTableEntry { Handle.Statistics.RowCount: var rows }) return null;
            sum += rows;
        }

        return sum;
    }

    private bool IsLive(TaskTable table) => table.Subscription is { } oid && IsLive(oid);

    private bool IsLive(long subscription) => IsLive(core, subscription);

    private static bool IsLive(GatewayCore core, long subscription) =>
        core.Store.Subscriptions.Current.Progress.GetValueOrDefault(subscription)?.State is SubscriptionState.AutoCorrectChangeData or SubscriptionState.ApplyChangeData;

    private void Do(string operation) => show(known => known with { Status = known.Status == TaskExecutionStatus.Starting ? TaskExecutionStatus.Running : known.Status, Operation = operation });
}
