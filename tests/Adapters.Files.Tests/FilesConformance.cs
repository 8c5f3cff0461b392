using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.Conformance;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files.Tests;

/// <summary>The suite on a Parquet file, which has every type but character(n) and character varying(n).</summary>
public sealed class FilesConformance : SqlDialectConformance
{
    protected override async Task<ConformanceSource> CreateSourceAsync(CancellationToken cancellationToken)
    {
        var lake = new Lake();
        var rows = NastyTable.For(type => type.Kind != SqlTypeKind.VarChar);
        lake.Make($"COPY (SELECT * FROM (VALUES {string.Join(", ", rows.Rows.Select(row => Row(row, rows)))}) AS t({string.Join(", ", rows.Columns.Select(column => $"\"{column.Name}\""))})) TO '{{root}}/nasty.parquet'");
        return await ConformanceSource.OpenAsync(Lake.Adapter, Lake.Definition(lake.Root), new RemoteObjectName(null, null, "nasty.parquet"), rows, lake.DisposeAsync, cancellationToken);
    }

    private static string Row(object?[] values, NastyTable table) => $"({string.Join(", ", values.Select((value, i) => Literal(value, table.Columns[i].Type)))})";

    private static string Literal(object? value, SqlType type)
    {
        var text = value switch
        {
            null => "NULL",
            byte[] bytes => $"'{string.Concat(bytes.Select(single => $@"\x{single:X2}"))}'",
            _ => $"'{ConstantText.Format(new ConstantExpression(value, type)).Replace("'", "''", StringComparison.Ordinal)}'",
        };
        return $"CAST({text} AS {EngineName(type)})";
    }

    private static string EngineName(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Numeric => $"DECIMAL(38, {type.Scale})",
        SqlTypeKind.TimestampTz => "TIMESTAMPTZ",
        SqlTypeKind.Bytea => "BLOB",
        SqlTypeKind.Text => "VARCHAR",
        SqlTypeKind.Float8 => "DOUBLE",
        _ => type.ToString(),
    };
}
