using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// Values on which engines differ, six of each type (null makes seven): bounds, empty and blank texts, letters outside ASCII, zero with a sign, NaN, infinities, the
/// first and last days. What capabilities are tried with, at live sources and in the adapters' tests.
/// </summary>
public static class NastyValues
{
    private static readonly long Noon = new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
    private static readonly long FirstInstant = CivilDate.ToDays(1, 1, 1) * 86_400_000_000;
    private static readonly long LastInstant = (CivilDate.ToDays(9999, 12, 31) * 86_400_000_000) + 86_399_999_999;

    /// <summary>The type a column of each kind is tried in.</summary>
    public static SqlType TypeOf(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Numeric => SqlType.Numeric(38, 4),
        SqlTypeKind.VarChar => SqlType.VarChar(20),
        SqlTypeKind.BpChar => SqlType.BpChar(5),
        _ => new SqlType(kind),
    };

    /// <summary>The values, in the representation of constants (<see cref="ConstantExpression"/>); null when there are none for the type.</summary>
    public static IReadOnlyList<object>? Of(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean => [false, true, false, true, true, false],
        SqlTypeKind.Int2 => [(short)0, short.MaxValue, short.MinValue, (short)1, (short)-1, (short)1],
        SqlTypeKind.Int4 => [0, int.MaxValue, int.MinValue, 1, -1, 1],
        SqlTypeKind.Int8 => [0L, long.MaxValue, long.MinValue, 1L, -1L, 1L],
        SqlTypeKind.Float4 => [0.0f, float.MaxValue, float.NegativeInfinity, float.NaN, -0.0f, float.PositiveInfinity],
        SqlTypeKind.Float8 => [0.0, double.MaxValue, double.NegativeInfinity, double.NaN, -0.0, double.PositiveInfinity],
        SqlTypeKind.Numeric => Numerics(type),
        SqlTypeKind.Text or SqlTypeKind.Name => ["", "z", "Z", "a ", "é", "a"],
        SqlTypeKind.VarChar => ["", "ab%c_d", @"back\slash", "it's", "🙂 smile", "AB"],
        SqlTypeKind.BpChar => ["     ", "z    ", "Z    ", "a b  ", "é    ", "a    "],
        SqlTypeKind.Date => [0, (int)CivilDate.ToDays(9999, 12, 31), (int)CivilDate.ToDays(1, 1, 1), 19_782, -1, 19_782],
        SqlTypeKind.Time => [0L, 86_399_999_999L, 43_200_000_000L, 1L, 3_600_000_000L, 12_345_678L],
        SqlTypeKind.TimeTz => ["00:00:00+00", "23:59:59.999999+00", "12:00:00+14", "12:00:00-03:30", "00:00:01-12", "10:00:00+12"],
        SqlTypeKind.Oid => [0u, 1u, uint.MaxValue, 16384u, 5u, 1u << 31],
        SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => [0L, LastInstant, FirstInstant, Noon, -1L, Noon + 1],
        SqlTypeKind.Interval => [new SqlInterval(0, 0, 0), new SqlInterval(1, -1, 1), new SqlInterval(-12, 30, 86_400_000_000), new SqlInterval(0, 0, -1), new SqlInterval(1200, 0, 0), new SqlInterval(0, 400, 0)],
        SqlTypeKind.Bytea => [Array.Empty<byte>(), new byte[] { 255 }, new byte[] { 0 }, new byte[] { 1, 2 }, new byte[] { 1 }, new byte[] { 128 }],
        SqlTypeKind.Uuid => [Guid.Empty, Guid.AllBitsSet, new Guid("00000000-0000-0000-0000-000000000001"), new Guid("01000000-0000-0000-0000-000000000000"),
            new Guid("00000001-0000-0000-0000-000000000000"), new Guid("00000000-0000-0000-8000-000000000000")],
        SqlTypeKind.Json or SqlTypeKind.JsonB => ["{}", """{"a": 1, "b": null}""", """[1, null, "x"]""", "\"text\"", "[]", """{"a": {"b": [true, 1.5]}}"""],
        SqlTypeKind.Array when Of(TypeOf(type.Element)) is { } items => [Array.Empty<object?>(), new object?[] { items[0], null, items[3] }, new object?[] { null }, new object?[] { items[1] }, new object?[] { items[5], items[3] }, new object?[] { items[4], items[0], items[4] }],
        _ => null,
    };

    private static IReadOnlyList<object> Numerics(SqlType type)
    {
        // Without a declared size the value is what was written, zeros included.
        var scale = type.IsDecimal ? type.Scale : 4;
        var (whole, fraction) = (new string('9', (type.IsDecimal ? type.Length : 18) - scale), scale == 0 ? "" : ".");
        string Number(string digits, string behind) => digits + fraction + behind;
        return
        [
            Number("0", new string('0', scale)), Number(whole, new string('9', scale)), Number("-" + whole, new string('9', scale)),
            Number(scale == 0 ? "1" : "0", Last("1")), Number(scale == 0 ? "-1" : "-0", Last("1")), Number("1", scale == 0 ? "" : "5".PadRight(scale, '0')),
        ];

        string Last(string digit) => scale == 0 ? "" : digit.PadLeft(scale, '0');
    }
}
