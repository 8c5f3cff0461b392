using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Gateway.Tasks;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements;

/// <summary>CANCEL TASK: an order that no ROLLBACK takes back.</summary>
internal static class TaskCommands
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(5);

    public static Prepared PrepareCancel(ParsedStatement parsed, CancelTaskStatement cancel) => new PreparedCommand(parsed, "CANCEL TASK", async run =>
    {
        var session = run.Session;
        var runs = session.Core.Tasks;
        var running = runs.Find(cancel.Execution);
        var execution = session.Core.Store.TaskExecutions.Find(cancel.Execution);
        if (execution is null || !MayCancel(session, execution))
            throw new GatewayException(SqlState.UndefinedObject, string.Create(CultureInfo.InvariantCulture, $"task execution {cancel.Execution} does not exist")) { Hint = "Those under way are in SYS.M_TASKS." };
        if (running is null) throw Ended(execution);
        runs.Cancel(running);
        var wait = cancel.WaitSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultWait;
        if (wait == TimeSpan.Zero) return;
        var ending = running.Ending.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await ending.WaitAsync(wait, session.Core.TimeProvider, run.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new GatewayException(SqlState.LockNotAvailable, string.Create(CultureInfo.InvariantCulture, $"task execution {cancel.Execution} has not ended after {wait.TotalSeconds} seconds"))
            {
                Hint = "It was asked to, and is in SYS.M_TASKS until it has.",
            };
        }
    }, isOutsideTransactions: true);

    private static bool MayCancel(SessionState session, TaskExecution execution) =>
        session.Rights.Owns(execution.User) || (session.Snapshot.Tasks.GetValueOrDefault(execution.Task) is { } task && session.Rights.Owns(task.Owner));

    private static GatewayException Ended(TaskExecution execution) =>
        new(SqlState.ObjectNotInPrerequisiteState, string.Create(CultureInfo.InvariantCulture, $"task execution {execution.Id} has ended: {execution.Status.ToString().ToUpperInvariant()}"));
}
