using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

internal static class WindowTemplates
{
    public static FunctionTable Table { get; } = new()
    {
        { "row_number()", "row_number()" }, { "rank()", "rank()" }, { "dense_rank()", "dense_rank()" },
        { "percent_rank()", "percent_rank()" }, { "cume_dist()", "cume_dist()" }, { "ntile(int4)", "ntile({0})" },
        { "lag(anyelement)", "lag({0})" }, { "lag(anyelement,int4)", "lag({0}, {1})" }, { "lag(anycompatible,int4,anycompatible)", "lag({0}, {1}, {2})" },
        { "lead(anyelement)", "lead({0})" }, { "lead(anyelement,int4)", "lead({0}, {1})" }, { "lead(anycompatible,int4,anycompatible)", "lead({0}, {1}, {2})" },
        { "first_value(anyelement)", "first_value({0})" }, { "last_value(anyelement)", "last_value({0})" }, { "nth_value(anyelement,int4)", "nth_value({0}, gw_nth({1}))" },
    };
}

/// <summary>Functions and aggregates over a window; partitions and order go by keys.</summary>
internal static class WindowSql
{
    public static void Write(DuckDbDialect dialect, SqlText sql, WindowCall call)
    {
        var over = new OverClause(call);
        if (call.IsAggregate)
        {
            AggregateSql.Write(dialect, sql, new AggregateCall(call.Function, call.Arguments, call.Type, Filter: call.Filter), over);
            return;
        }

        if (dialect.WindowFunctions.Find(call.Function.Signature) is not { } template)
        {
            dialect.Refuse(sql, call.Function);
            return;
        }

        var isNarrowed = call.Function.Signature == "ntile(int4)";
        if (isNarrowed) sql.Append("CAST(");
        dialect.WriteTemplate(sql, template, call.Arguments);
        over.Write(dialect, sql);
        if (isNarrowed) sql.Append(" AS INTEGER)");
    }
}

/// <summary>What stands behind OVER.</summary>
internal sealed class OverClause(WindowCall call)
{
    public void Write(DuckDbDialect dialect, SqlText sql)
    {
        sql.Append(" OVER (");
        for (var i = 0; i < call.PartitionBy.Count; i++)
        {
            sql.Append(i == 0 ? "PARTITION BY " : ", ");
            dialect.WriteKey(sql, call.PartitionBy[i]);
        }

        for (var i = 0; i < call.OrderBy.Count; i++)
        {
            sql.Append(i == 0 ? " ORDER BY " : ", ");
            if (IsRange) RangeOffsets.WriteKey(dialect, sql, call.OrderBy[i]);
            else dialect.WriteSortKey(sql, call.OrderBy[i]);
        }

        // Without an order, or when the engine sees that it orders nothing, all are peers, and counting them the engine reads memory that is not there: the process ends.
        var isCountingPeers = call.Function.Name == "dense_rank";
        if (isCountingPeers) sql.Append(call.OrderBy.IsEmpty ? " ORDER BY gw_peer()" : ", gw_peer()");

        // Ranks do not see their frame, and RANGE counts from one key only.
        if (call.Frame is { } frame && !(isCountingPeers && IsRange)) WriteFrame(dialect, sql, frame);
        sql.Append(")");
    }

    private bool IsRange => call.Frame is { Mode: FrameMode.Range } frame && (frame.Start.Offset ?? frame.End.Offset) is not null;

    private void WriteFrame(DuckDbDialect dialect, SqlText sql, WindowFrame frame)
    {
        sql.Append($" {frame.Mode.ToString().ToUpperInvariant()} BETWEEN ");
        WriteBound(dialect, sql, frame, frame.Start, isStart: true);
        sql.Append(" AND ");
        WriteBound(dialect, sql, frame, frame.End, isStart: false);
        sql.Append(frame.Exclusion switch
        {
            FrameExclusion.CurrentRow => " EXCLUDE CURRENT ROW",
            FrameExclusion.Group => " EXCLUDE GROUP",
            FrameExclusion.Ties => " EXCLUDE TIES",
            _ => "",
        });
    }

    private void WriteBound(DuckDbDialect dialect, SqlText sql, WindowFrame frame, FrameBound bound, bool isStart)
    {
        if (bound.Offset is not null)
        {
            if (frame.Mode == FrameMode.Range) RangeOffsets.Write(dialect, sql, call.OrderBy[0], bound, isStart);
            else WriteCount(sql, bound.Offset, isStart);
            sql.Append(" ");
        }

        sql.Append(bound.Kind switch
        {
            FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
            FrameBoundKind.Preceding => "PRECEDING",
            FrameBoundKind.CurrentRow => "CURRENT ROW",
            FrameBoundKind.Following => "FOLLOWING",
            _ => "UNBOUNDED FOLLOWING",
        });
    }

    // Counts are checked row by row: what the engine makes of a negative one is no error.
    private static void WriteCount(SqlText sql, Expression count, bool isStart)
    {
        if (count is ConstantExpression { Value: long and >= 0 }) sql.Append(count);
        else sql.Append("gw_frame_offset(").Append(count).Append($", '{(isStart ? "starting" : "ending")}')");
    }
}
