using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Constants with their exact type written out: a bare literal would let the engine choose another.</summary>
internal static class ConstantSql
{
    private const int FirstPlainDay = -719_162;     // 0001-01-01
    private const int LastPlainDay = 2_932_896;     // 9999-12-31

    public static string Write(object? value, SqlType type, string typeName) => value switch
    {
        null => $"CAST(NULL AS {typeName})",
        bool truth => truth ? "TRUE" : "FALSE",
        // The engine reads 2147483648 as a bigint, and only then the sign in front of it.
        int number when type.Kind == SqlTypeKind.Int4 && number != int.MinValue => number < 0 ? Invariant($"({number})") : Invariant($"{number}"),
        int days when type.Kind == SqlTypeKind.Date => Date(days),
        short or int or long or uint when type.IsInteger || type.IsOidLike => Invariant($"({value})::{typeName}"),
        long micros when type.Kind == SqlTypeKind.Time => Invariant($"'{ConstantText.Format(value, type)}'::TIME"),
        long micros => Timestamp(micros, typeName),
        float or double => $"'{ConstantText.Format(value, type)}'::{typeName}",
        SqlInterval interval => Invariant($"(to_months({interval.Months}) + to_days({interval.Days}) + to_microseconds(({interval.Microseconds})::BIGINT))"),
        Guid uuid => $"'{uuid:D}'::UUID",
        byte[] bytes => $"unhex('{Convert.ToHexString(bytes)}')",
        object?[] items => $"CAST([{string.Join(", ", items.Select(item => Write(item, type.ElementType, ElementName(type))))}] AS {typeName})",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'::{typeName}",
        _ => throw new ArgumentException($"no literal for {value.GetType()}", nameof(value)),
    };

    private static string ElementName(SqlType array) => EngineType.Of(array.ElementType).ToString();

    private static string Date(int days) => days is >= FirstPlainDay and <= LastPlainDay or DateTimeLimits.DateInfinity or DateTimeLimits.DateMinusInfinity
        ? $"'{ConstantText.Format(days, SqlType.Date)}'::DATE"
        : Invariant($"gw_date({days})");

    private static string Timestamp(long micros, string typeName) => micros switch
    {
        DateTimeLimits.TimestampInfinity => $"'infinity'::{typeName}",
        DateTimeLimits.TimestampMinusInfinity => $"'-infinity'::{typeName}",
        _ when typeName == "TIMESTAMP" => Invariant($"gw_timestamp(({micros})::BIGINT)"),
        _ => Invariant($"gw_timestamptz(({micros})::BIGINT)"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
