using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using SortKey = FederationGateway.Plan.SortKey;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// RANGE frames with an offset: the engine orders by whole numbers, and the offsets are in the same units (<see cref="FrameFunctions"/>). Dates and timestamps it counts
/// itself, from one moment to another.
/// </summary>
internal static class RangeOffsets
{
    public static void WriteKey(DuckDbDialect dialect, SqlText sql, SortKey key)
    {
        var (template, value) = (Position(key.Expression.Type), key.Expression);
        if (template is null) Refuse(sql);
        else if (value.Type.Kind == SqlTypeKind.Numeric) WriteNumericPosition(dialect, sql, template, value);
        else dialect.WriteTemplate(sql, template, [value]);
        sql.Append(key.IsDescending ? " DESC" : " ASC").Append(key.NullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }

    public static void Write(DuckDbDialect dialect, SqlText sql, SortKey key, FrameBound bound, bool isStart)
    {
        var (offset, type) = (bound.Offset!, key.Expression.Type);
        var side = isStart ? "starting" : "ending";
        var end = FrameEnd.Of(isStart, bound.Kind == FrameBoundKind.Preceding, key.IsDescending).Code.ToString(CultureInfo.InvariantCulture);
        switch (type.Kind)
        {
            case SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 when offset is ConstantExpression { Value: long and >= 0 }:
                sql.Append("CAST(").Append(offset).Append(" AS HUGEINT)");
                break;
            case SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8:
                sql.Append("gw_frame_size(").Append(offset).Append($", '{side}')");
                break;
            case SqlTypeKind.Float4 or SqlTypeKind.Float8:
                sql.Append("gw_float_reach(CAST(").Append(key.Expression).Append(" AS DOUBLE), ").Append(offset).Append($", {end})");
                break;
            case SqlTypeKind.Numeric:
                sql.Append(type.IsDecimal ? "gw_decimal_reach(" : "gw_numeric_reach(");
                dialect.WriteNumericText(sql, key.Expression);
                sql.Append(", ");
                dialect.WriteNumericText(sql, offset);
                sql.Append($", {end})");
                break;
            case SqlTypeKind.Interval:
                sql.Append("gw_interval_key(gw_frame_interval(").Append(offset).Append($", '{side}'))");
                break;
            case SqlTypeKind.Time:
                sql.Append("gw_frame_time(").Append(offset).Append($", '{side}')");
                break;
            case SqlTypeKind.TimeTz:
                sql.Append("gw_frame_time(").Append(offset).Append(string.Create(CultureInfo.InvariantCulture, $", '{side}') * CAST({1 << FrameFunctions.TimeTzShift} AS HUGEINT)"));
                break;
            default:
                sql.Append("gw_frame_interval(").Append(offset).Append($", '{side}')");
                break;
        }
    }

    private static string? Position(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 => "CAST({0} AS HUGEINT)",
        SqlTypeKind.Float4 or SqlTypeKind.Float8 => "gw_float_position(CAST({0} AS DOUBLE))",
        SqlTypeKind.Numeric => type.IsDecimal ? "gw_decimal_position" : "gw_numeric_position",
        SqlTypeKind.Interval => "gw_interval_key({0})",
        SqlTypeKind.Time => "gw_time_position({0})",
        SqlTypeKind.TimeTz => "gw_timetz_position({0})",
        SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => Keys.Identity,
        _ => null,
    };

    private static void WriteNumericPosition(DuckDbDialect dialect, SqlText sql, string function, Expression value)
    {
        sql.Append(function).Append("(");
        dialect.WriteNumericText(sql, value);
        sql.Append(")");
    }

    private static void Refuse(SqlText sql) => sql.Refuse(RefusalCode.ConstructNotPushed, "a RANGE frame with an offset over this type of key is not supported");
}
