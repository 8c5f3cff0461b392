using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>TASKS: what CREATE REPLICATION TASK described, and procedures that run as tasks.</summary>
public sealed class TaskList() : SysView("TASKS", 110)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        BigInt("TASK_OID"), Text("TASK_NAME"), Text("SCHEMA_NAME"), Text("OWNER_NAME"), Time("CREATE_TIME"), BigInt("MEMORY_SIZE"), Text("TASK_TYPE", 64), Text("PLAN_VERSION", 32), LongText("PLAN"),
        Text("COMMENTS"), Text("HAS_TABLE_TYPE_INPUT", 5), Text("HAS_SDQ", 5), Text("IS_REALTIME_TASK", 5), Text("IS_VALID", 5), Text("IS_READ_ONLY", 5), Text("PROCEDURE_SCHEMA"), Text("PROCEDURE_NAME"),
        Integer("INPUT_PARAMETER_COUNT"), Integer("OUTPUT_PARAMETER_COUNT"), Text("SQL_SECURITY", 7),
        Text("REMOTE_SOURCE_NAME"), Text("VIRTUAL_TABLE_SCHEMA_NAME"), Text("VIRTUAL_TABLE_NAME"), Text("REMOTE_SCHEMA_NAME"), Text("TARGET_SCHEMA_NAME"), Text("TARGET_TABLE_NAME"), Text("REPLICATION_MODE", 16),
        Text("REPLICATION_EXTENT", 20), LongText("QUERY_STRING"), Integer("TABLE_COUNT"), LongText("PARTITIONING"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Snapshot.Tasks.Values.Where(context.Rights.Sees).Select(task =>
    {
        if (!task.IsReplication) return OfProcedure(context, task, ChangeSets.ProcedureOf(context.Snapshot, task));
        var table = task.VirtualTable is { } oid ? context.Snapshot.RelationsByOid.GetValueOrDefault(oid) : null;
        var source = RemoteSubscriptions.SourceNameOf(context, task.Source);
        var isValid = source is not null && context.Snapshot.FindSchema(task.TargetSchema) is not null && (task.VirtualTable is null || table is not null);
        return new object?[]
        {
            task.Oid, task.Name, task.Schema, task.Owner, task.CreateTime, null, "REPLICATION", null, null,
            null, "FALSE", "FALSE", Word(task.Extent != TaskExtent.LoadOnly), Word(isValid), "FALSE", null, null,
            0, 0, "DEFINER",
            source, table?.Schema, table?.Name, task.RemoteSchema, task.TargetSchema, task.TargetName, NameOf(task.Mode),
            NameOf(task.Extent), (task.Query ?? task.Condition)?.Sql, task.Tables.Count, task.Partitions,
        };
    });

    private static object?[] OfProcedure(SystemViewContext context, TaskEntry task, ProcedureEntry? procedure)
    {
        var takesChanges = procedure?.Table is not null;
        return
        [
            task.Oid, task.Name, task.Schema, task.Owner, task.CreateTime, null, task.Statements is null ? "PROCEDURE" : "STATEMENTS", null, task.Statements is { } own && context.Rights.Watches(task) ? own.Body : null,
            null, Word(takesChanges), "FALSE", Word(takesChanges), Word(procedure is not null), "FALSE", task.Statements is null ? procedure?.Schema : null, task.Statements is null ? procedure?.Name : null,
            procedure?.Parameters.Count ?? 0, 0, procedure is { IsInvoker: true } ? "INVOKER" : "DEFINER",
            null, null, null, null, null, null, null,
            null, null, 0, null,
        ];
    }

    private static string NameOf(ChangeMode mode) => mode switch { ChangeMode.Upsert => "LOGICAL DELETE", ChangeMode.Insert => "PRESERVE ALL", _ => "REPLICATION" };

    private static string NameOf(TaskExtent extent) => extent switch { TaskExtent.LoadOnly => "INITIAL LOAD ONLY", TaskExtent.ChangesOnly => "REALTIME ONLY", _ => "LOAD AND REALTIME" };
}
