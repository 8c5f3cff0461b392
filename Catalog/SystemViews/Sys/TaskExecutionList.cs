using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>TASK_EXECUTIONS: the latest executions of tasks, those under way included.</summary>
public sealed class TaskExecutionList() : SysView("TASK_EXECUTIONS", 112)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } = [.. Common, Text("ERROR_CODE", 5), Text("ERROR_MESSAGE", 2000)];

    public override IEnumerable<object?[]> Rows(SystemViewContext context)
    {
        var now = context.Runtime.Now;
        return Seen(context).Select(execution => (object?[])[.. CommonOf(execution, now), execution.SqlState, execution.Error]);
    }

    /// <summary>The columns of M_TASKS.</summary>
    internal static IReadOnlyList<(string Name, SqlType Type)> Common =>
    [
        Text("HOST"), Integer("PORT"), Text("SCHEMA_NAME"), Text("TASK_NAME"), Integer("CONNECTION_ID"), Integer("TRANSACTION_ID"), BigInt("TASK_EXECUTION_ID"), BigInt("PARENT_TASK_EXECUTION_ID"),
        Text("IS_ASYNC", 5), Text("PARAMETERS", 5000), Text("PROCEDURE_PARAMETERS", 5000), Time("START_TIME"), Time("END_TIME"), BigInt("DURATION"), Text("STATUS", 16), Text("CURRENT_OPERATION", 128),
        BigInt("PROCESSED_RECORDS"), Integer("PARTITION_COUNT"), ("TOTAL_PROGRESS_PERCENT", SqlType.Float8), Text("USER_NAME"), Text("APPLICATION_USER_NAME"), Text("HAS_SIDE_EFFECTS", 5),
    ];

    /// <summary>Those that may be known, oldest first: of one's own tasks, and what one has started oneself.</summary>
    internal static IEnumerable<TaskExecution> Seen(SystemViewContext context) => context.Runtime.TaskExecutions.Where(execution =>
        context.SeesStatementsOf(execution.User) || (context.Snapshot.Tasks.GetValueOrDefault(execution.Task) is { } task && context.Rights.Watches(task)));

    internal static object?[] CommonOf(TaskExecution execution, DateTime now) =>
    [
        null, null, execution.Schema, execution.Name, null, null, execution.Id == 0 ? null : execution.Id, null,
        Word(execution.IsAsync), execution.Parameters, execution.ProcedureParameters, execution.Start, execution.End, (long)((execution.End ?? now) - execution.Start).TotalMicroseconds, execution.Status.ToString().ToUpperInvariant(), execution.Operation,
        execution.Rows, execution.PartCount > 0 ? execution.PartCount : null, PercentOf(execution), execution.User, null, "TRUE",
    ];

    // What statistics say may be too little: it is done when it is done.
    private static double? PercentOf(TaskExecution execution) => execution switch
    {
        { Status: TaskExecutionStatus.Completed } => 100,
        { ExpectedRows: > 0 and var expected } => Math.Min(99, 100 * execution.Rows / expected),
        _ => null,
    };
}
