using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>TASK_PARAMETERS: those of the procedures that run as tasks. Replication tasks have none.</summary>
public sealed class TaskParameterList() : SysView("TASK_PARAMETERS", 119)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("TASK_NAME"), Text("PARAMETER_NAME"), Integer("POSITION"), Text("TABLE_TYPE_SCHEMA"), Text("TABLE_TYPE_NAME"), Text("PARAMETER_TYPE", 7),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from task in context.Snapshot.Tasks.Values.Where(context.Rights.Sees)
        let procedure = ChangeSets.ProcedureOf(context.Snapshot, task)
        where procedure is not null
        from entry in procedure.Parameters.Select((parameter, i) => (parameter.Name, Position: i + 1))
        select new object?[] { task.Schema, task.Name, entry.Name, entry.Position, null, null, "IN" };
}
