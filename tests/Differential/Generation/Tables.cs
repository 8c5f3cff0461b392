using FederationGateway.Common;

namespace FederationGateway.Differential.Generation;

/// <summary>The tables of <c>tests/Goldens/differential/tables</c>. Each has a key <c>id</c> and a column <c>k</c> to join on.</summary>
public static class Tables
{
    /// <summary>The table without rows.</summary>
    public const string Empty = "none";

    private static readonly Column Id = new("id", SqlType.Int4, IsTame: true);
    private static readonly Column Link = new("k", SqlType.Int4, IsTame: true);

    public static IReadOnlyList<Table> All { get; } =
    [
        new("num", true,
        [
            Id, Link, new("b", SqlType.Boolean), new("i2", SqlType.Int2), new("i4", SqlType.Int4), new("i8", SqlType.Int8), new("f4", SqlType.Float4),
            new("f8", SqlType.Float8), new("m", SqlType.Numeric(10, 2)), new("n", SqlType.Numeric(38, 10)), new("u", SqlType.UnconstrainedNumeric),
        ]),
        new("txt", true,
        [
            Id, Link, new("t", SqlType.Text), new("v", SqlType.VarChar(12)), new("c", SqlType.BpChar(5)), new("y", SqlType.Bytea), new("uu", SqlType.Uuid),
        ]),
        new("ka", true, Plain),
        new("tim", false,
        [
            Id, Link, new("d", SqlType.Date), new("ts", SqlType.Timestamp), new("tz", SqlType.TimestampTz), new("tm", SqlType.Time), new("iv", SqlType.Interval),
        ]),
        new("doc", false,
        [
            Id, Link, new("j", SqlType.Json), new("jb", SqlType.JsonB), new("ia", SqlType.ArrayOf(SqlTypeKind.Int4)), new("ta", SqlType.ArrayOf(SqlTypeKind.Text)),
        ]),
        new("kb", false,
        [
            Id, Link, new("s", SqlType.VarChar(10), true), new("q", SqlType.Int4, true), new("p", SqlType.Numeric(12, 4), true), new("due", SqlType.Timestamp, true),
            new("ok", SqlType.Boolean, true),
        ]),
        new(Empty, false, Plain),
    ];

    private static IReadOnlyList<Column> Plain =>
    [
        Id, Link, new("s", SqlType.Text, true), new("q", SqlType.Int8, true), new("p", SqlType.Numeric(10, 2), true), new("x", SqlType.Float8, true),
        new("day", SqlType.Date, true),
    ];
}
