using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_TASKS: executions of tasks under way, how far they are and how fast they go, and tasks that get the changes of a remote subscription.</summary>
public sealed class RunningTasks() : SysView("M_TASKS", 111)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
        [.. TaskExecutionList.Common, ("RECORDS_PER_SECOND", SqlType.Float8), ("REMAINING_SECONDS", SqlType.Float8), Integer("TABLE_COUNT"), Integer("TABLES_DONE")];

    public override IEnumerable<object?[]> Rows(SystemViewContext context)
    {
        var now = context.Runtime.Now;
        foreach (var execution in TaskExecutionList.Seen(context).Where(execution => execution.IsRunning))
        {
            var seconds = execution.LoadStart is { } start ? (now - start).TotalSeconds : 0;
            double? rate = seconds > 0 ? execution.Rows / seconds : null;
            double? remaining = rate > 0 && execution.ExpectedRows is { } expected ? Math.Max(0, expected - execution.Rows) / rate : null;
            yield return [.. TaskExecutionList.CommonOf(execution, now), rate, remaining, execution.Tables, execution.TablesDone];
        }

        foreach (var (subscription, task, progress) in Followed(context))
        {
            var following = new TaskExecution(0, task.Oid, task.Schema, task.Name, subscription.Owner, IsAsync: true, progress.EndMarkerTime ?? now)
            {
                Status = TaskExecutionStatus.Running,
                Operation = $"following remote subscription {subscription.QualifiedName}",
                Rows = progress.AppliedRows,
                Parameters = RemoteSubscriptions.Given(subscription, isProcedures: false),
                ProcedureParameters = RemoteSubscriptions.Given(subscription, isProcedures: true),
            };
            yield return [.. TaskExecutionList.CommonOf(following, now), null, null, 0, 0];
        }
    }

    /// <summary>The tasks that get changes as they come.</summary>
    private static IEnumerable<(SubscriptionEntry Subscription, TaskEntry Task, SubscriptionProgress Progress)> Followed(SystemViewContext context) =>
        from subscription in RemoteSubscriptions.All(context)
        where subscription.Target is { Kind: TargetKind.Task, Object: not null }
        let task = context.Snapshot.Tasks.GetValueOrDefault(subscription.Target.Object!.Value)
        let progress = context.Runtime.Subscriptions.Progress.GetValueOrDefault(subscription.Oid)
        where task is not null && progress?.State is SubscriptionState.AutoCorrectChangeData or SubscriptionState.ApplyChangeData
        select (subscription, task, progress);
}
