using FederationGateway.Common;

namespace FederationGateway.Adapters.Conformance;

/// <summary>A column of <see cref="NastyTable"/>.</summary>
public sealed record NastyColumn(string Name, SqlType Type);

/// <summary>
/// The table every adapter's source must hold for the suite: few rows whose values are those on which engines differ. Values are in the representation of
/// constants (<see cref="Plan.ConstantExpression"/>). The first column, <c>id</c>, is the row's number from 1.
/// </summary>
public sealed class NastyTable
{
    private static readonly long Noon = new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
    private static readonly long FirstInstant = CivilDate.ToDays(1, 1, 1) * 86_400_000_000;
    private static readonly long LastInstant = (CivilDate.ToDays(9999, 12, 31) * 86_400_000_000) + 86_399_999_999;

    private static readonly (string Name, SqlType Type, object?[] Values)[] All =
    [
        ("id", SqlType.Int4, [1, 2, 3, 4, 5, 6, 7]),
        ("b", SqlType.Boolean, [null, false, true, false, true, true, false]),
        ("i2", SqlType.Int2, [null, (short)0, short.MaxValue, short.MinValue, (short)1, (short)-1, (short)1]),
        ("i4", SqlType.Int4, [null, 0, int.MaxValue, int.MinValue, 1, -1, 1]),
        ("i8", SqlType.Int8, [null, 0L, long.MaxValue, long.MinValue, 1L, -1L, 1L]),
        ("f8", SqlType.Float8, [null, 0.0, double.MaxValue, double.NegativeInfinity, double.NaN, -0.0, double.PositiveInfinity]),
        ("d", SqlType.Numeric(38, 4), [null, "0.0000", "9999999999999999999999999999999999.9999", "-9999999999999999999999999999999999.9999", "0.0001", "-0.0001", "1.5000"]),
        ("t", SqlType.Text, [null, "", "z", "Z", "a ", "é", "a"]),
        ("v", SqlType.VarChar(20), [null, "", "ab%c_d", @"back\slash", "it's", "🙂 smile", "AB"]),
        ("dt", SqlType.Date, [null, 0, (int)CivilDate.ToDays(9999, 12, 31), (int)CivilDate.ToDays(1, 1, 1), 19_782, -1, 19_782]),
        ("ts", SqlType.Timestamp, [null, 0L, LastInstant, FirstInstant, Noon, -1L, Noon + 1]),
        ("tz", SqlType.TimestampTz, [null, 0L, LastInstant, FirstInstant, Noon, -1L, Noon + 1]),
        ("by", SqlType.Bytea, [null, Array.Empty<byte>(), new byte[] { 255 }, new byte[] { 0 }, new byte[] { 1, 2 }, new byte[] { 1 }, new byte[] { 128 }]),
        ("u", SqlType.Uuid, [null, Guid.Empty, Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff"), Guid.Parse("00000000-0000-0000-0000-000000000001"),
            Guid.Parse("01000000-0000-0000-0000-000000000000"), Guid.Parse("00000001-0000-0000-0000-000000000000"), Guid.Parse("00000000-0000-0000-8000-000000000000")]),
    ];

    private NastyTable(IReadOnlyList<NastyColumn> columns, IReadOnlyList<object?[]> rows) => (Columns, Rows) = (columns, rows);

    public const string Name = "nasty";

    public IReadOnlyList<NastyColumn> Columns { get; }

    public IReadOnlyList<object?[]> Rows { get; }

    /// <summary>The table, as far as a source can hold it.</summary>
    /// <param name="canHold">Whether the source has the type with all of the gateway's values.</param>
    public static NastyTable For(Func<SqlType, bool> canHold)
    {
        var kept = All.Where(column => column.Name == "id" || canHold(column.Type)).ToList();
        return new NastyTable(
            [.. kept.Select(column => new NastyColumn(column.Name, column.Type))],
            [.. Enumerable.Range(0, All[0].Values.Length).Select(row => kept.Select(column => column.Values[row]).ToArray())]);
    }

    /// <summary>The values of a column, row by row.</summary>
    public IReadOnlyList<object?> ValuesOf(int ordinal) => [.. Rows.Select(row => row[ordinal])];
}
