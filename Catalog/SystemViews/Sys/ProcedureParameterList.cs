using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>PROCEDURE_PARAMETERS. A table has its columns in PROCEDURE_PARAMETER_COLUMNS.</summary>
public sealed class ProcedureParameterList() : SysView("PROCEDURE_PARAMETERS", 117)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        Text("SCHEMA_NAME"), Text("PROCEDURE_NAME"), BigInt("PROCEDURE_OID"), Text("PARAMETER_NAME"), Text("DATA_TYPE_NAME", 64), Integer("LENGTH"), Integer("SCALE"), Integer("POSITION"), Text("TABLE_TYPE_SCHEMA"),
        Text("TABLE_TYPE_NAME"), Text("IS_INPLACE_TYPE", 5), Text("PARAMETER_TYPE", 7), Text("HAS_DEFAULT_VALUE", 5), Text("IS_NULLABLE", 5),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from procedure in ProcedureList.Seen(context)
        from entry in procedure.Parameters.Select((parameter, i) => (Parameter: parameter, Position: i + 1))
        select new object?[]
        {
            procedure.Schema, procedure.Name, procedure.Oid, entry.Parameter.Name, entry.Parameter.Type is { } type ? NameOf(type) : "TABLE_TYPE", LengthOf(entry.Parameter.Type), ScaleOf(entry.Parameter.Type), entry.Position, null,
            null, Word(entry.Parameter.IsTable), "IN", Word(false), Word(true),
        };

    internal static string NameOf(SqlType type) => type.Kind == SqlTypeKind.Array ? type.ToString() : SqlTypeNames.Of(type.Kind);

    internal static int? LengthOf(SqlType? type) => type is { Length: > 0 } known ? known.Length : null;

    internal static int? ScaleOf(SqlType? type) => type is { IsDecimal: true } known ? known.Scale : null;
}
