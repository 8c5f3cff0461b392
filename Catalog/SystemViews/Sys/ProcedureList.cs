using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>PROCEDURES: those of users. The text is shown to who may change it.</summary>
public sealed class ProcedureList() : SysView("PROCEDURES", 116)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("PROCEDURE_NAME"), BigInt("PROCEDURE_OID"), Text("SQL_SECURITY", 7), Text("DEFAULT_SCHEMA_NAME"), Integer("INPUT_PARAMETER_COUNT"), Integer("OUTPUT_PARAMETER_COUNT"),
        Integer("INOUT_PARAMETER_COUNT"), Integer("RESULT_SET_COUNT"), LongText("DEFINITION"), Text("PROCEDURE_TYPE", 10), Text("READ_ONLY", 5), Text("IS_VALID", 5), Text("IS_HEADER_ONLY", 5), Text("OWNER_NAME"),
        Time("CREATE_TIME"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => Seen(context).Select(procedure => new object?[]
    {
        procedure.Schema, procedure.Name, procedure.Oid, procedure.IsInvoker ? "INVOKER" : "DEFINER", procedure.SearchPath.IsEmpty ? null : procedure.SearchPath[0], procedure.Parameters.Count, 0,
        0, 0, context.Rights.SeesAll || context.Rights.Owns(procedure.Owner) ? procedure.Body : null, "SQL", Word(false), Word(true), Word(false), procedure.Owner,
        procedure.CreateTime,
    });

    internal static IEnumerable<ProcedureEntry> Seen(SystemViewContext context) => context.Snapshot.Procedures.Values.Where(context.Rights.Sees);
}
