using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// percentile_cont() and percentile_disc(): the engine's own where one constant fraction is asked of values it orders as we do, else by place in the ordered list of
/// all values.
/// </summary>
internal static class PercentileSql
{
    public static bool TryWrite(DuckDbDialect dialect, SqlText sql, AggregateCall call)
    {
        if (call.Function.Name is not ("percentile_cont" or "percentile_disc")) return false;
        var (fraction, key) = (call.Arguments[0], call.OrderBy[0]);
        var isNative = fraction is ConstantExpression { Value: double and >= 0 and <= 1 } && (key.Expression.Type.IsFloat || !DuckDbDialect.NeedsKey(key.Expression.Type))
            && !(call.Function.Name == "percentile_cont" && key.Expression.Type.Kind == SqlTypeKind.Interval)
            // The engine counts places of a descending order from its other end.
            && !(call.Function.Name == "percentile_disc" && key.IsDescending);
        if (isNative) WriteNative(sql, call);
        else if (Keys.Template(key.Expression.Type) is null) dialect.Refuse(sql, call.Function);
        else WriteFromList(dialect, sql, call);
        return true;
    }

    private static void WriteNative(SqlText sql, AggregateCall call)
    {
        sql.Append($"{call.Function.Name}(").Append(call.Arguments[0]).Append(") WITHIN GROUP (ORDER BY ").Append(call.OrderBy[0].Expression).Append(call.OrderBy[0].IsDescending ? " DESC)" : " ASC)");
        WriteFilter(sql, call);
    }

    private static void WriteFromList(DuckDbDialect dialect, SqlText sql, AggregateCall call)
    {
        var isList = call.Arguments[0].Type.Kind == SqlTypeKind.Array;
        if (call.Function.Name == "percentile_cont")
        {
            sql.Append(isList ? "gw_percentiles(" : "gw_percentile(");
            WriteOrdered(dialect, sql, call);
            sql.Append(", ");
            WriteCount(sql, call);
            sql.Append(", ");
            WriteFraction(sql, call);
            sql.Append(")");
            return;
        }

        sql.Append(isList ? "list_select(" : "list_extract(");
        WriteOrdered(dialect, sql, call);
        sql.Append(isList ? ", gw_percentile_indexes(" : ", gw_percentile_index(");
        WriteFraction(sql, call);
        sql.Append(", ");
        WriteCount(sql, call);
        sql.Append("))");
    }

    // One value for a group, even where it is computed from the group's keys.
    private static void WriteFraction(SqlText sql, AggregateCall call)
    {
        if (call.Arguments[0].Columns().Any()) sql.Append("any_value(").Append(call.Arguments[0]).Append(")");
        else sql.Append(call.Arguments[0]);
    }

    private static void WriteOrdered(DuckDbDialect dialect, SqlText sql, AggregateCall call)
    {
        var key = call.OrderBy[0];
        sql.Append("list(");
        // Items of arrays are texts.
        if (call.Type.Kind == SqlTypeKind.Array) dialect.WriteNumericText(sql, key.Expression);
        else sql.Append(key.Expression);
        sql.Append(" ORDER BY ");
        dialect.WriteSortKey(sql, key with { NullsFirst = false });
        sql.Append(")");
        WriteFilter(sql, call);
    }

    private static void WriteCount(SqlText sql, AggregateCall call)
    {
        sql.Append("count(").Append(call.OrderBy[0].Expression).Append(")");
        WriteFilter(sql, call);
    }

    private static void WriteFilter(SqlText sql, AggregateCall call)
    {
        if (call.Filter is not null) sql.Append(" FILTER (WHERE ").Append(call.Filter).Append(")");
    }
}
