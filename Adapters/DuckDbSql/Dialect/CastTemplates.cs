using System.Globalization;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// How each conversion is written. Natively where the engine gives the same value and fails in the same cases; conversions from and to text, from floats to
/// numerics, and whatever knows a time zone go through functions of ours.
/// </summary>
internal static class CastTemplates
{
    private const string Same = "{0}";

    // A double holds 15 digits exactly, and the engine divides by the power of ten once: correctly rounded up to there.
    private const int ExactDoubleDigits = 15;

    /// <summary>The template for one operand, or null when the conversion does not exist here.</summary>
    public static string? Find(SqlType from, SqlType to, bool isExplicit)
    {
        if (from == to) return Same;
        if (from.Kind == SqlTypeKind.Array && to.Kind == SqlTypeKind.Array) return ForArrays(from, to, isExplicit);
        if (to.IsString || to.Kind is SqlTypeKind.InternalChar) return ToString(from, to, isExplicit);
        if (from.IsString || from.Kind is SqlTypeKind.Unknown) return FromText(to) is { } read ? Apply(read, Unpadded(from)) : null;
        if (from.IsInteger) return FromInteger(from, to);
        if (from.IsFloat) return FromFloat(from, to);
        if (from.Kind == SqlTypeKind.Numeric) return FromNumeric(from, to);
        if (from.IsOidLike) return FromOid(to);
        return from.Kind switch
        {
            SqlTypeKind.Boolean when to.Kind == SqlTypeKind.Int4 => "CAST({0} AS INTEGER)",
            SqlTypeKind.Json when to.Kind == SqlTypeKind.JsonB => "gw_jsonb({0})",
            SqlTypeKind.JsonB => FromJson(to),
            _ => FromDateTime(from, to),
        };
    }

    /// <summary>A decimal as the engine prints it is our text, except that it leaves out the zero in front of a point that has no digit there.</summary>
    public static string DecimalText(SqlType type)
    {
        if (type.Length > type.Scale) return "CAST({0} AS VARCHAR)";
        return type.Length < SqlType.MaxDecimalPrecision
            ? string.Create(CultureInfo.InvariantCulture, $"CAST(CAST({{0}} AS DECIMAL({type.Length + 1},{type.Scale})) AS VARCHAR)")
            : "gw_numeric_text(CAST({0} AS VARCHAR))";
    }

    /// <summary>The value's text as the type's output function prints it; differs from a cast to text for booleans and <c>char(n)</c>.</summary>
    public static string? Output(SqlType from) => from.Kind switch
    {
        SqlTypeKind.Boolean => "left(CAST({0} AS VARCHAR), 1)",
        SqlTypeKind.BpChar => Same,
        _ => ToText(from),
    };

    private static string Apply(string outer, string inner) => outer.Replace(Same, inner, StringComparison.Ordinal);

    private static string? ForArrays(SqlType from, SqlType to, bool isExplicit)
    {
        if (Find(from.ElementType, to.ElementType, isExplicit) is not { } element) return null;
        return element == Same ? Same : $"list_transform({{0}}, lambda gw_item: {Apply(element, "gw_item")})";
    }

    private static string? ToString(SqlType from, SqlType to, bool isExplicit)
    {
        if (ToText(from) is not { } text) return null;
        return to.Kind switch
        {
            SqlTypeKind.VarChar when to.Length > 0 && !(from.Kind == SqlTypeKind.VarChar && from.Length > 0 && from.Length <= to.Length) => isExplicit
                ? string.Create(CultureInfo.InvariantCulture, $"left({text}, {to.Length})")
                : string.Create(CultureInfo.InvariantCulture, $"gw_varchar({text}, {to.Length})"),
            SqlTypeKind.BpChar when to.Length > 0 =>
                string.Create(CultureInfo.InvariantCulture, $"gw_bpchar({(from.Kind == SqlTypeKind.BpChar ? Same : text)}, {to.Length}, {(isExplicit ? "TRUE" : "FALSE")})"),
            SqlTypeKind.BpChar when from.Kind == SqlTypeKind.BpChar => Same,
            SqlTypeKind.Name => $"gw_name({text})",
            SqlTypeKind.InternalChar when from.Kind == SqlTypeKind.Int4 => null,
            SqlTypeKind.InternalChar => $"left({text}, 1)",
            _ => text,
        };
    }

    private static string? ToText(SqlType from) => from.Kind switch
    {
        SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.Name or SqlTypeKind.InternalChar or SqlTypeKind.Unknown or SqlTypeKind.Json or SqlTypeKind.JsonB
            or SqlTypeKind.TimeTz or SqlTypeKind.Record or SqlTypeKind.Void => Same,
        SqlTypeKind.BpChar => Unpadded(from),
        SqlTypeKind.Boolean or SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Uuid or SqlTypeKind.Oid => "CAST({0} AS VARCHAR)",
        SqlTypeKind.Numeric => from.IsDecimal ? DecimalText(from) : Same,
        SqlTypeKind.Float4 or SqlTypeKind.Float8 or SqlTypeKind.Bytea or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.Interval => "gw_text({0})",
        SqlTypeKind.TimestampTz => "gw_text({0}, @zone)",
        SqlTypeKind.RegClass or SqlTypeKind.RegType or SqlTypeKind.RegProc or SqlTypeKind.RegNamespace or SqlTypeKind.RegOperator or SqlTypeKind.RegDictionary or SqlTypeKind.RegRole => $"gw_oid_name(@ctx, '{SqlTypeNames.Internal(from.Kind)}', {{0}})",
        SqlTypeKind.Array when from.IsVector => "gw_array_to_string(CAST({0} AS VARCHAR[]), ' ', NULL::VARCHAR)",
        SqlTypeKind.Array when Output(from.ElementType) is { } element => $"gw_array_text({(element == Same ? Same : $"list_transform({{0}}, lambda gw_item: {Apply(element, "gw_item")})")})",
        _ => null,
    };

    private static string Unpadded(SqlType from) => from.Kind == SqlTypeKind.BpChar ? "rtrim({0}, ' ')" : Same;

    private static string? FromText(SqlType to) => to.Kind switch
    {
        SqlTypeKind.Boolean or SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Float4 or SqlTypeKind.Float8 or SqlTypeKind.Bytea
            or SqlTypeKind.Time or SqlTypeKind.Interval or SqlTypeKind.Uuid or SqlTypeKind.Oid => $"gw_read_{SqlTypeNames.Internal(to.Kind)}({{0}})",
        SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz or SqlTypeKind.TimeTz => $"gw_read_{SqlTypeNames.Internal(to.Kind)}({{0}}, @zone)",
        SqlTypeKind.Numeric => Fit("gw_read_numeric({0})", to),
        SqlTypeKind.Json => "gw_json({0})",
        SqlTypeKind.JsonB => "gw_jsonb({0})",
        SqlTypeKind.RegClass or SqlTypeKind.RegType or SqlTypeKind.RegProc or SqlTypeKind.RegNamespace or SqlTypeKind.RegOperator or SqlTypeKind.RegDictionary or SqlTypeKind.RegRole => $"gw_oid_find(@ctx, '{SqlTypeNames.Internal(to.Kind)}', {{0}})",
        SqlTypeKind.Array when FromText(to.ElementType) is { } element => $"list_transform(gw_array_items({{0}}), lambda gw_item: {Apply(element, "gw_item")})",
        SqlTypeKind.Array when to.ElementType.IsString => "gw_array_items({0})",
        _ => null,
    };

    private static string Fit(string numericText, SqlType to) => to.IsDecimal
        ? string.Create(CultureInfo.InvariantCulture, $"CAST(gw_numeric_fit({numericText}, {to.Length}, {to.Scale}) AS DECIMAL({to.Length},{to.Scale}))")
        : numericText;

    private static string? FromInteger(SqlType from, SqlType to) => to.Kind switch
    {
        SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Float4 or SqlTypeKind.Float8 => Native(to),
        SqlTypeKind.Numeric => to.IsDecimal ? Native(to) : "CAST({0} AS VARCHAR)",
        SqlTypeKind.Boolean => "({0} <> 0)",
        _ when to.IsOidLike => from.Kind == SqlTypeKind.Int8 ? "CAST({0} AS UINTEGER)" : "CAST((CAST({0} AS BIGINT) & 4294967295::BIGINT) AS UINTEGER)",
        _ => null,
    };

    private static string? FromFloat(SqlType from, SqlType to) => to.Kind switch
    {
        SqlTypeKind.Float8 => "CAST({0} AS DOUBLE)",
        SqlTypeKind.Float4 => "gw_float4({0})",
        SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 => $"gw_float_{SqlTypeNames.Internal(to.Kind)}({{0}})",
        SqlTypeKind.Numeric => Fit("gw_float_numeric({0})", to),
        _ => null,
    };

    private static string? FromNumeric(SqlType from, SqlType to)
    {
        if (from.IsUnconstrainedNumeric) return FromNumericText(to);
        switch (to.Kind)
        {
            case SqlTypeKind.Numeric when to.IsUnconstrainedNumeric: return DecimalText(from);
            case SqlTypeKind.Numeric or SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8: return Native(to);
            case SqlTypeKind.Float8 when from.Length <= ExactDoubleDigits: return Native(to);
            default: return FromNumericText(to) is { } text ? Apply(text, DecimalText(from)) : null;
        }
    }

    private static string? FromNumericText(SqlType to) => to.Kind switch
    {
        SqlTypeKind.Numeric => Fit(Same, to),
        SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Float4 or SqlTypeKind.Float8 => $"gw_numeric_{SqlTypeNames.Internal(to.Kind)}({{0}})",
        _ => null,
    };

    private static string? FromOid(SqlType to) => to.Kind switch
    {
        SqlTypeKind.Int8 => "CAST({0} AS BIGINT)",
        SqlTypeKind.Int4 => "gw_oid_int4({0})",
        _ when to.IsOidLike => Same,
        _ => null,
    };

    private static string? FromJson(SqlType to) => to.Kind switch
    {
        SqlTypeKind.Json => Same,
        SqlTypeKind.Boolean => "gw_jsonb_bool({0})",
        SqlTypeKind.Numeric => Fit("gw_jsonb_numeric({0}, 'numeric')", to),
        SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Float4 or SqlTypeKind.Float8 when FromNumericText(to) is { } read =>
            Apply(read, $"gw_jsonb_numeric({{0}}, '{SqlTypeNames.Of(to.Kind)}')"),
        _ => null,
    };

    private static string? FromDateTime(SqlType from, SqlType to) => (from.Kind, to.Kind) switch
    {
        (SqlTypeKind.Date, SqlTypeKind.Timestamp) => "gw_date_timestamp({0})",
        (SqlTypeKind.Date, SqlTypeKind.TimestampTz) => "gw_date_timestamptz({0}, @zone)",
        (SqlTypeKind.Timestamp, SqlTypeKind.Date) => "gw_timestamp_date({0})",
        (SqlTypeKind.Timestamp, SqlTypeKind.Time) => "gw_timestamp_time({0})",
        (SqlTypeKind.Timestamp, SqlTypeKind.TimestampTz) => "gw_timestamp_timestamptz({0}, @zone)",
        (SqlTypeKind.TimestampTz, SqlTypeKind.Timestamp) => "gw_timestamptz_timestamp({0}, @zone)",
        (SqlTypeKind.TimestampTz, SqlTypeKind.Date) => "gw_timestamp_date(gw_timestamptz_timestamp({0}, @zone))",
        (SqlTypeKind.TimestampTz, SqlTypeKind.Time) => "gw_timestamp_time(gw_timestamptz_timestamp({0}, @zone))",
        (SqlTypeKind.TimestampTz, SqlTypeKind.TimeTz) => "gw_timestamptz_timetz({0}, @zone)",
        (SqlTypeKind.Time, SqlTypeKind.Interval) => "gw_time_interval({0})",
        (SqlTypeKind.Time, SqlTypeKind.TimeTz) => "gw_time_timetz({0}, @zone)",
        (SqlTypeKind.TimeTz, SqlTypeKind.Time) => "gw_timetz_time({0})",
        (SqlTypeKind.Interval, SqlTypeKind.Time) => "gw_interval_time({0})",
        _ when from.Kind == to.Kind => Same,
        _ => null,
    };

    private static string Native(SqlType to) => $"CAST({{0}} AS {EngineType.Of(to)})";
}
