using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using SortKey = FederationGateway.Plan.SortKey;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Aggregates, plain or over a window.</summary>
internal static class AggregateSql
{
    public static void Write(DuckDbDialect dialect, SqlText sql, AggregateCall call, OverClause? over)
    {
        if (TryWriteJson(dialect, sql, call, over) || TryWriteScaledSum(dialect, sql, call, over) || PercentileSql.TryWrite(dialect, sql, call) || ModeSql.TryWrite(dialect, sql, call)) return;
        if (AggregateTemplates.Find(call, over is not null) is not { } template)
        {
            dialect.Refuse(sql, call.Function);
            return;
        }

        // Which of equal values counts shows in the digits of the result: the first.
        if (call.IsDistinct && call.Arguments[0].Type.IsUnconstrainedNumeric && template.Inner is ["list({0})"])
        {
            template = template with { Outer = template.Outer.Replace("{0}", "gw_numeric_list_distinct({0})", StringComparison.Ordinal) };
            call = call with { IsDistinct = false };
        }

        if (call.IsDistinct && !template.AllowsDistinctKeys && call.Arguments.Count > 0 && DuckDbDialect.NeedsKey(call.Arguments[0].Type) && !call.Arguments[0].Type.IsFloat)
        {
            sql.Refuse(RefusalCode.ConstructNotPushed, $"{call.Function.Name}(DISTINCT …) of {call.Arguments[0].Type} is not supported");
            return;
        }

        dialect.WriteTemplate(sql, template.Outer, template.Inner.Length, index => WriteInner(dialect, sql, call, template.Inner[index], template.IsOrdered, over));
    }

    private static void WriteInner(DuckDbDialect dialect, SqlText sql, AggregateCall call, string inner, bool isOrdered, OverClause? over)
    {
        var open = inner.IndexOf('(', StringComparison.Ordinal);
        sql.Append(inner[..(open + 1)]);
        if (call.IsDistinct) sql.Append("DISTINCT ");
        dialect.WriteTemplate(sql, inner[(open + 1)..^1], call.Arguments.Count, index => WriteArgument(dialect, sql, call, index));
        if (isOrdered && !call.IsWithinGroup) WriteOrder(dialect, sql, call);
        sql.Append(")");
        if (call.IsWithinGroup)
        {
            sql.Append(" WITHIN GROUP (ORDER BY ");
            sql.Append(call.OrderBy[0].Expression).Append(call.OrderBy[0].IsDescending ? " DESC" : " ASC");
            sql.Append(")");
        }

        if (call.Filter is not null) sql.Append(" FILTER (WHERE ").Append(call.Filter).Append(")");
        over?.Write(dialect, sql);
    }

    private static void WriteArgument(DuckDbDialect dialect, SqlText sql, AggregateCall call, int index)
    {
        var argument = call.Arguments[index];
        if (call.Function.Name == "array_agg") dialect.WriteNumericText(sql, argument);
        else if (call.Function.Name == "string_agg" && index == 1 && argument is ConstantExpression { Value: null }) sql.Append("''");
        else sql.Append(argument);
    }

    // DISTINCT leaves its rows sorted in PostgreSQL.
    private static void WriteOrder(DuckDbDialect dialect, SqlText sql, AggregateCall call)
    {
        var keys = call.OrderBy.IsEmpty && call.IsDistinct ? [new SortKey(call.Arguments[0], IsDescending: false, NullsFirst: false)] : call.OrderBy;
        for (var i = 0; i < keys.Count; i++)
        {
            sql.Append(i == 0 ? " ORDER BY " : ", ");
            dialect.WriteSortKey(sql, keys[i]);
        }
    }

    private static bool TryWriteScaledSum(DuckDbDialect dialect, SqlText sql, AggregateCall call, OverClause? over)
    {
        if (call.Function.Signature is not ("sum(numeric)" or "avg(numeric)") || call.IsDistinct || ScaledNumeric.Of(call.Arguments[0]) is not { } scaled) return false;
        var (isAverage, values) = (call.Function.Name == "avg", call with { Arguments = [scaled.Value] });
        if (isAverage) sql.Append("gw_numeric_avg(");
        sql.Append("gw_numeric_round(CAST(");
        WriteInner(dialect, sql, values, "sum({0})", isOrdered: false, over);
        sql.Append(" AS VARCHAR), ");
        WriteInner(dialect, sql, call with { Arguments = [scaled.Scale] }, "max({0})", isOrdered: false, over);
        sql.Append(")");
        if (!isAverage) return true;
        sql.Append(", ");
        WriteInner(dialect, sql, values, "count({0})", isOrdered: false, over);
        sql.Append(")");
        return true;
    }

    private static bool TryWriteJson(DuckDbDialect dialect, SqlText sql, AggregateCall call, OverClause? over)
    {
        var (isObject, isBinary) = (call.Function.Name is "json_object_agg" or "jsonb_object_agg", call.Type.Kind == SqlTypeKind.JsonB);
        if (!isObject && call.Function.Name is not ("json_agg" or "jsonb_agg")) return false;
        if (call.IsDistinct)
        {
            sql.Refuse(RefusalCode.ConstructNotPushed, $"{call.Function.Name}(DISTINCT …) is not supported");
            return true;
        }

        if (isBinary) sql.Append("gw_jsonb(");
        var isStructured = !isObject && call.Arguments[0].Type.Kind is SqlTypeKind.Array or SqlTypeKind.Record;
        sql.Append(isObject ? "gw_json_members(" : isStructured ? "gw_json_lines(" : "gw_json_list(");
        if (isObject)
        {
            var key = call.Arguments[0];
            WriteJsonList(dialect, sql, call, over, () => sql.Append(key.Type.Kind == SqlTypeKind.Text ? key : new CastExpression(key, SqlType.Text)));
            sql.Append(", ");
        }

        WriteJsonList(dialect, sql, call, over, () => JsonSql.WriteValue(dialect, sql, call.Arguments[isObject ? 1 : 0]));
        sql.Append(isObject || isStructured ? ")" : ", ', ')");
        if (isBinary) sql.Append(")");
        return true;
    }

    private static void WriteJsonList(DuckDbDialect dialect, SqlText sql, AggregateCall call, OverClause? over, Action writeItem)
    {
        sql.Append("list(");
        writeItem();
        WriteOrder(dialect, sql, call);
        sql.Append(")");
        if (call.Filter is not null) sql.Append(" FILTER (WHERE ").Append(call.Filter).Append(")");
        over?.Write(dialect, sql);
    }
}
