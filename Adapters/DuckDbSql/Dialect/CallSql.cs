using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Calls by their template. Numeric arguments are handed over as exact text, and the result is brought to the decimal it is declared as, unless
/// <see cref="DecimalTemplates"/> computes natively on decimals. Arguments of type <c>any</c> are handed over as text.
/// </summary>
internal static class CallSql
{
    public static void Write(DuckDbDialect dialect, SqlText sql, CallExpression call)
    {
        switch (call.Function.Signature)
        {
            case "nullif(any,any)": WriteNullIf(sql, call); return;
            // All arguments have the result's type: none goes through text.
            case "coalesce(any)": sql.Append("coalesce(").AppendList(call.Arguments).Append(")"); return;
            case "greatest(any)" or "least(any)": WriteExtreme(dialect, sql, call); return;
            case "gw_key(any)": dialect.WriteKey(sql, call.Arguments[0]); return;
            case "row_key(any)": WriteRowKey(dialect, sql, call); return;
            case "keyed_row(any,any)": sql.Append(call.Arguments[0]); return;
            case "pg_typeof(any)": sql.Append(string.Create(CultureInfo.InvariantCulture, $"{call.Arguments[0].Type.TypeOid}::UINTEGER")); return;
        }

        if (JsonSql.TryWrite(dialect, sql, call) || ArraySql.TryWrite(dialect, sql, call)) return;
        if (DecimalTemplates.Find(call) is { } native) dialect.WriteTemplate(sql, native, call.Arguments);
        else if (dialect.Functions.Find(call.Function.Signature) is { } template) WriteTemplate(dialect, sql, call, template);
        else dialect.Refuse(sql, call.Function);
    }

    /// <summary>The template's arguments under the types it is declared with.</summary>
    public static void WriteTemplate(DuckDbDialect dialect, SqlText sql, CallExpression call, string template)
    {
        if (call.ResultType.IsDecimal && IsNumericText(call)) template = $"CAST({template} AS {dialect.TypeName(call.ResultType)})";
        var declared = ParametersOf(call.Function.Signature);
        dialect.WriteTemplate(sql, template, call.Arguments.Count, index => WriteArgument(dialect, sql, call.Arguments[index], declared[Math.Min(index, declared.Length - 1)]));
    }

    // Polymorphic results keep the carrier of their arguments; a declared numeric comes out as text.
    private static bool IsNumericText(CallExpression call) => !call.Function.Signature.Contains("any", StringComparison.Ordinal);

    private static void WriteArgument(DuckDbDialect dialect, SqlText sql, Expression argument, string declared)
    {
        if (declared == "numeric") dialect.WriteNumericText(sql, argument);
        else if (declared == "any") dialect.WriteOutput(sql, argument);
        else if (declared is "anynonarray" or "anyelement" && argument.Type.Kind != SqlTypeKind.Text) sql.Append(new CastExpression(argument, SqlType.Text));
        else sql.Append(argument);
    }

    private static string[] ParametersOf(string signature)
    {
        var list = signature[(signature.IndexOf('(', StringComparison.Ordinal) + 1)..^1];
        return list.Split(',');
    }

    private static void WriteRowKey(DuckDbDialect dialect, SqlText sql, CallExpression call)
    {
        sql.Append("create_sort_key(");
        foreach (var argument in call.Arguments)
        {
            dialect.WriteKey(sql, argument);
            sql.Append(", 'ASC NULLS LAST', ");
        }

        // Without a text among them the engine may make a number of short keys.
        sql.Append("'', 'ASC NULLS LAST')");
    }

    private static void WriteNullIf(SqlText sql, CallExpression call)
    {
        var (value, other) = (call.Arguments[0], call.Arguments[1]);
        var compared = value.Type.Kind == other.Type.Kind ? value : new CastExpression(value, other.Type.Kind == SqlTypeKind.Numeric ? SqlType.UnconstrainedNumeric : other.Type);
        sql.Append("CASE WHEN ").Append(new ComparisonExpression(ComparisonOperator.Equal, compared, other)).Append(" THEN NULL ELSE ").Append(value).Append(" END");
    }

    private static void WriteExtreme(DuckDbDialect dialect, SqlText sql, CallExpression call)
    {
        if (call.Type.IsUnconstrainedNumeric) sql.Append($"gw_numeric_{call.Function.Name}(").AppendList(call.Arguments).Append(")");
        else if (DuckDbDialect.NeedsKey(call.Type) && !call.Type.IsFloat) dialect.Refuse(sql, call.Function);
        else if (call.Type.IsFloat && call.Arguments.Count > 1)
        {
            // The engine's own loses the sign of a zero.
            var symbol = call.Function.Name == "greatest" ? ">" : "<";
            sql.Append("list_reduce([").AppendList(call.Arguments).Append($"], lambda gw_best, gw_next: CASE WHEN gw_best IS NULL OR gw_next {symbol} gw_best THEN gw_next ELSE gw_best END)");
        }
        else sql.Append(call.Function.Name + "(").AppendList(call.Arguments).Append(")");
    }
}
