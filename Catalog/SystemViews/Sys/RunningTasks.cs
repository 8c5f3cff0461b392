using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_TASKS: executions of tasks under way, how far they are and how fast they go.</summary>
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
    }
}
