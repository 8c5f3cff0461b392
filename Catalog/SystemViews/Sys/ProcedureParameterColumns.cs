using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>PROCEDURE_PARAMETER_COLUMNS: the columns of parameters that are tables.</summary>
public sealed class ProcedureParameterColumns() : SysView("PROCEDURE_PARAMETER_COLUMNS", 118)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("PROCEDURE_NAME"), BigInt("PROCEDURE_OID"), Text("PARAMETER_NAME"), Integer("PARAMETER_POSITION"), Text("COLUMN_NAME"), Integer("POSITION"), Text("DATA_TYPE_NAME", 64), Integer("LENGTH"),
        Integer("SCALE"), Text("IS_NULLABLE", 5),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from procedure in ProcedureList.Seen(context)
        from entry in procedure.Parameters.Select((parameter, i) => (Parameter: parameter, Position: i + 1))
        from column in entry.Parameter.Columns.Select((column, i) => (column.Name, column.Type, Position: i + 1))
        select new object?[]
        {
            procedure.Schema, procedure.Name, procedure.Oid, entry.Parameter.Name, entry.Position, column.Name, column.Position, ProcedureParameterList.NameOf(column.Type),
            ProcedureParameterList.LengthOf(column.Type), ProcedureParameterList.ScaleOf(column.Type), Word(true),
        };
}
