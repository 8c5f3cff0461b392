using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>M_TASK_PARTITIONS: the parts in which executions of tasks under way load their tables.</summary>
public sealed class RunningTaskPartitions() : SysView("M_TASK_PARTITIONS", 140)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        BigInt("TASK_EXECUTION_ID"), Text("SCHEMA_NAME"), Text("TASK_NAME"), Text("TARGET_SCHEMA_NAME"), Text("TARGET_TABLE_NAME"), Integer("PARTITION_NUMBER"), LongText("PARTITION_CONDITION"),
        Text("STATUS", 16), BigInt("PROCESSED_RECORDS"), Time("START_TIME"), Time("END_TIME"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        TaskExecutionList.Seen(context).Where(execution => execution.IsRunning).SelectMany(execution => execution.Parts.Select(part => new object?[]
        {
            execution.Id, execution.Schema, execution.Name, part.Value.Schema, part.Value.Table, part.Key.Number, part.Value.Condition,
            part.Value.Status.ToString().ToUpperInvariant(), part.Value.Rows, part.Value.Start, part.Value.End,
        }));
}
