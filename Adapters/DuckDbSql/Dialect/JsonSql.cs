using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>The functions that make JSON of values of any type.</summary>
internal static class JsonSql
{
    public static bool TryWrite(DuckDbDialect dialect, SqlText sql, CallExpression call)
    {
        var isBinary = call.Type.Kind == SqlTypeKind.JsonB;
        switch (call.Function.Signature)
        {
            case "array_to_json(anyarray,bool)" or "row_to_json(record,bool)":
                if (call.Arguments[1] is ConstantExpression { Value: bool isPretty }) WriteComposite(dialect, sql, call.Arguments[0], isPretty);
                else sql.Refuse(RefusalCode.ConstructNotPushed, $"{call.Function.Name}() with a flag that is not a constant is not supported");
                return true;
            case "to_json(anyelement)" or "to_jsonb(anyelement)" or "array_to_json(anyarray)" or "row_to_json(record)":
                Wrap(sql, isBinary, () => WriteValue(dialect, sql, call.Arguments[0]));
                return true;
            case "json_build_array()" or "jsonb_build_array()": sql.Append("'[]'::VARCHAR"); return true;
            case "json_build_object()" or "jsonb_build_object()": sql.Append("'{}'::VARCHAR"); return true;
            case "json_build_array(any)" or "jsonb_build_array(any)":
                Wrap(sql, isBinary, () => WriteList(dialect, sql, "gw_json_build_array(", call.Arguments, _ => false));
                return true;
            case "json_build_object(any)" or "jsonb_build_object(any)":
                Wrap(sql, isBinary, () => WriteList(dialect, sql, "gw_json_build_object(", call.Arguments, index => index % 2 == 0));
                return true;
            default: return false;
        }
    }

    /// <summary>A value as JSON text; null stays null.</summary>
    public static void WriteValue(DuckDbDialect dialect, SqlText sql, Expression value)
    {
        if (value is RowExpression row) WriteRow(dialect, sql, row, ",");
        else if (Template(value.Type) is { } template) dialect.WriteTemplate(sql, template, [value]);
        else sql.Refuse(RefusalCode.TypeNotSupported, $"values of type {value.Type} are not made JSON");
    }

    // Line feeds between the elements, not inside them.
    private static void WriteComposite(DuckDbDialect dialect, SqlText sql, Expression value, bool isPretty)
    {
        if (!isPretty) WriteValue(dialect, sql, value);
        else if (value is RowExpression row) WriteRow(dialect, sql, row, ",\n ");
        else if (value.Type.Kind == SqlTypeKind.Array && List(value.Type, ",\n ") is { } template) dialect.WriteTemplate(sql, template, [value]);
        else sql.Refuse(RefusalCode.TypeNotSupported, $"values of type {value.Type} are not made JSON");
    }

    private static void WriteRow(DuckDbDialect dialect, SqlText sql, RowExpression row, string separator)
    {
        if (row.IsOptional) sql.Refuse(RefusalCode.ConstructNotPushed, "a row that an outer join may leave out is not made JSON");
        sql.Append($"gw_json_row({dialect.StringLiteral(separator)}");
        for (var i = 0; i < row.Items.Count; i++)
        {
            sql.Append($", {dialect.StringLiteral(row.NameOf(i))}, ");
            WriteValue(dialect, sql, row.Items[i]);
        }

        sql.Append(")");
    }

    private static string? List(SqlType type, string separator) => Template(type.ElementType) is { } element
        ? $"gw_json_list(list_transform({{0}}, lambda gw_item: {element.Replace("{0}", "gw_item", StringComparison.Ordinal)}), '{separator}')"
        : null;

    private static string? Template(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Json or SqlTypeKind.JsonB => "{0}",
        SqlTypeKind.Boolean or SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 => "CAST({0} AS VARCHAR)",
        SqlTypeKind.Numeric when type.IsDecimal => CastTemplates.DecimalText(type),
        SqlTypeKind.Numeric => "gw_json_number({0})",
        SqlTypeKind.Float4 or SqlTypeKind.Float8 => "gw_json_number(gw_text({0}))",
        SqlTypeKind.Timestamp => "gw_json_string(gw_json_timestamp({0}))",
        SqlTypeKind.TimestampTz => "gw_json_string(gw_json_timestamptz({0}, @zone))",
        SqlTypeKind.Array => List(type, ","),
        SqlTypeKind.Record => null,
        _ => CastTemplates.Output(type) is { } text ? $"gw_json_string({text})" : null,
    };

    private static void WriteList(DuckDbDialect dialect, SqlText sql, string function, EquatableArray<Expression> arguments, Func<int, bool> isKey)
    {
        sql.Append(function);
        for (var i = 0; i < arguments.Count; i++)
        {
            if (i > 0) sql.Append(", ");
            if (!isKey(i)) WriteValue(dialect, sql, arguments[i]);
            else if (arguments[i].Type.Kind is SqlTypeKind.Text or SqlTypeKind.BpChar) sql.Append(arguments[i]);
            else sql.Append(new CastExpression(arguments[i], SqlType.Text));
        }

        sql.Append(")");
    }

    private static void Wrap(SqlText sql, bool isBinary, Action write)
    {
        if (isBinary) sql.Append("gw_jsonb(");
        write();
        if (isBinary) sql.Append(")");
    }
}
