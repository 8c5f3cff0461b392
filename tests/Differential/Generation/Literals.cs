using FederationGateway.Common;

namespace FederationGateway.Differential.Generation;

/// <summary>Values written in statements: tame ones, which most functions take, and nasty ones, on which engines differ.</summary>
internal static class Literals
{
    private static readonly Dictionary<SqlTypeKind, (string[] Tame, string[] Nasty)> All = new()
    {
        [SqlTypeKind.Boolean] = (["true", "false"], ["NULL::boolean"]),
        [SqlTypeKind.Int2] = (["0::smallint", "1::smallint", "2::smallint", "5::smallint", "-3::smallint"], ["'-32768'::smallint", "32767::smallint", "NULL::smallint"]),
        [SqlTypeKind.Int4] = (["0", "1", "2", "3", "-1", "10"], ["2147483647", "'-2147483648'::integer", "NULL::integer"]),
        [SqlTypeKind.Int8] = (["0::bigint", "1::bigint", "7::bigint", "-2::bigint", "100::bigint"], ["9223372036854775807", "'-9223372036854775808'::bigint", "NULL::bigint"]),
        [SqlTypeKind.Float4] = (["0.5::real", "1::real", "-2.25::real", "0::real"], ["'-0'::real", "'NaN'::real", "'Infinity'::real", "0.1::real", "NULL::real"]),
        [SqlTypeKind.Float8] =
            (["0.5::double precision", "1::double precision", "-2.25::double precision", "0::double precision", "3::double precision"],
             ["'-0'::double precision", "'NaN'::double precision", "'-Infinity'::double precision", "0.1::double precision", "1e308::double precision", "NULL::double precision"]),
        [SqlTypeKind.Numeric] =
            (["0.00", "1.5", "2.50", "-3.25", "10.0", "7::numeric"],
             ["'NaN'::numeric", "0.0000000001", "999999999999999999999999", "1.50::numeric(10,2)", "NULL::numeric", "12345678901234567890.1234567890", "9223372036854775808", "-9.999999999999999999"]),
        [SqlTypeKind.Text] =
            (["'a'::text", "'abc'::text", "''::text", "'red'::text", "' '::text", "'42'::text"],
             ["E'e\\u0301'::text", "'🙂'::text", "'ß'::text", "E'\\\\'::text", "'%'::text", "'_'::text", "'it''s'::text", "'abc  '::text", "E'a\\nb'::text", "NULL::text"]),
        [SqlTypeKind.VarChar] = (["'abc'::varchar", "'red'::varchar(10)", "''::varchar"], ["'é🙂'::varchar(12)", "'abc  '::varchar", "NULL::varchar"]),
        [SqlTypeKind.BpChar] = (["'abc'::char(5)", "'a'::char(3)", "''::char(2)"], ["'é'::char(5)", "'abc  '::char(5)", "NULL::char(5)"]),
        [SqlTypeKind.Bytea] = ([@"'\x61'::bytea", @"'\x616263'::bytea", @"'\x'::bytea"], [@"'\x00ff'::bytea", "NULL::bytea"]),
        [SqlTypeKind.Date] = (["'2024-02-29'::date", "'2024-01-31'::date", "'2023-12-31'::date"], ["'infinity'::date", "'0044-03-15 BC'::date", "'9999-12-31'::date", "NULL::date"]),
        [SqlTypeKind.Time] = (["'10:00:00'::time", "'12:34:56.789'::time"], ["'24:00:00'::time", "'00:00:00'::time", "NULL::time"]),
        [SqlTypeKind.Timestamp] =
            (["'2024-02-29 12:00:00'::timestamp", "'2024-03-31 02:30:00'::timestamp", "'2024-01-31 23:59:59.5'::timestamp"],
             ["'-infinity'::timestamp", "'0044-03-15 10:00:00 BC'::timestamp", "'1969-12-31 23:59:59.999999'::timestamp", "NULL::timestamp"]),
        [SqlTypeKind.TimestampTz] =
            (["'2024-02-29 12:00:00+00'::timestamptz", "'2024-10-27 00:30:00+00'::timestamptz", "'2024-03-31 02:30:00'::timestamptz"],
             ["'infinity'::timestamptz", "'1800-01-01 00:00:00+00'::timestamptz", "NULL::timestamptz"]),
        [SqlTypeKind.Interval] =
            (["'1 day'::interval", "'1 month'::interval", "'90 minutes'::interval", "'-1 day 02:00:00'::interval"],
             ["'1 year -1 month 5 days 00:00:00.000001'::interval", "'0'::interval", "NULL::interval"]),
        [SqlTypeKind.Uuid] = (["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "'00000000-0000-0000-0000-000000000000'::uuid"], ["NULL::uuid"]),
        [SqlTypeKind.Json] = (["'{\"a\": 1, \"b\": [1, 2]}'::json", "'[1, 2, 3]'::json"], ["'\"x\"'::json", "'null'::json", "'{\"a\":1,\"a\":2}'::json", "NULL::json"]),
        [SqlTypeKind.JsonB] = (["'{\"a\": 1, \"b\": [1, 2]}'::jsonb", "'[1, 2, 3]'::jsonb"], ["'\"x\"'::jsonb", "'null'::jsonb", "'{\"b\": 1.50, \"a\": null}'::jsonb", "NULL::jsonb"]),
    };

    private static readonly Dictionary<SqlTypeKind, string[]> Arrays = new()
    {
        [SqlTypeKind.Int4] = ["'{1,2,3}'::integer[]", "'{}'::integer[]", "'{1,NULL,2}'::integer[]", "ARRAY[3, 1]", "NULL::integer[]"],
        [SqlTypeKind.Int8] = ["'{1,9223372036854775807}'::bigint[]", "'{}'::bigint[]", "'{NULL,-2}'::bigint[]"],
        [SqlTypeKind.Numeric] = ["'{1.50,2}'::numeric[]", "'{NaN,NULL,0.00}'::numeric[]", "ARRAY[12345678901234567890.5]"],
        [SqlTypeKind.Boolean] = ["'{t,f,NULL}'::boolean[]", "ARRAY[true]", "'{}'::boolean[]"],
        [SqlTypeKind.Date] = ["'{2024-02-29,infinity}'::date[]", "'{NULL}'::date[]", "'{0044-03-15 BC,1970-01-01}'::date[]"],
        [SqlTypeKind.Text] = ["'{a,b}'::text[]", "'{}'::text[]", "'{\"\",NULL,\"b c\"}'::text[]", "ARRAY['a'::text, 'red']", "NULL::text[]"],
    };

    /// <summary>Types a statement may ask expressions of.</summary>
    public static IReadOnlyList<SqlType> Types { get; } =
        [.. All.Keys.Select(kind => new SqlType(kind)), .. Arrays.Keys.Select(SqlType.ArrayOf)];

    public static bool Has(SqlType type) => type.Kind == SqlTypeKind.Array ? Arrays.ContainsKey(type.Element) : All.ContainsKey(type.Kind);

    public static string Pick(Dice dice, SqlType type, bool tame)
    {
        if (type.Kind == SqlTypeKind.Array)
            return dice.Pick(Arrays[type.Element]);
        var (easy, nasty) = All[type.Kind];
        return tame || dice.Chance(60) ? dice.Pick(easy) : dice.Pick(nasty);
    }

    /// <summary>What an expression of the type can be replaced by.</summary>
    public static string Least(SqlType type) => $"NULL::{Plain(type)}";

    /// <summary>A type without modifiers.</summary>
    public static SqlType Plain(SqlType type) => new(type.Kind, Element: type.Element);
}
