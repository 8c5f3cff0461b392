using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>mode(): the first in the order of those that are there most often, found by their keys in the ordered list of all values. NULLs do not take part.</summary>
internal static class ModeSql
{
    public static bool TryWrite(DuckDbDialect dialect, SqlText sql, AggregateCall call)
    {
        if (call is not { IsWithinGroup: true, Function.Name: "mode" }) return false;
        var key = call.OrderBy[0];
        sql.Append("list_extract(");
        WriteList(dialect, sql, call, () => sql.Append(key.Expression));
        sql.Append(", gw_mode_index(");
        WriteList(dialect, sql, call, () =>
        {
            sql.Append("CAST(");
            dialect.WriteKey(sql, key.Expression);
            sql.Append(" AS VARCHAR)");
        });
        sql.Append("))");
        return true;
    }

    private static void WriteList(DuckDbDialect dialect, SqlText sql, AggregateCall call, Action writeItem)
    {
        sql.Append("list(");
        writeItem();
        sql.Append(" ORDER BY ");
        dialect.WriteSortKey(sql, call.OrderBy[0]);
        sql.Append(") FILTER (WHERE ").Append(new IsNullExpression(call.OrderBy[0].Expression, IsNegated: true));
        if (call.Filter is not null) sql.Append(" AND (").Append(call.Filter).Append(")");
        sql.Append(")");
    }
}
