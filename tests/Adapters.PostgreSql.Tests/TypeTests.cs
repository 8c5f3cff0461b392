using FederationGateway.Common;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests;

/// <summary>Every type's values arrive as the server itself would print them.</summary>
public sealed class TypeTests(PostgresFixture fixture)
{
    public static TheoryData<string, string, string[]> Types { get; } = new()
    {
        { "boolean", "boolean", ["true", "false"] },
        { "smallint", "smallint", ["-32768", "32767", "0"] },
        { "integer", "integer", ["-2147483648", "2147483647", "0"] },
        { "bigint", "bigint", ["-9223372036854775808", "9223372036854775807", "0"] },
        { "numeric(15,2)", "numeric(15,2)", ["0", "-0.01", "9999999999999.99", "-9999999999999.99", "1.10", "100000000", "12345678.90", "10000"] },
        { "numeric(38,0)", "numeric(38,0)", ["99999999999999999999999999999999999999", "-99999999999999999999999999999999999999", "1", "10000000000000000000000000000000000000"] },
        { "numeric(38,38)", "numeric(38,38)", ["0.99999999999999999999999999999999999999", "-0.00000000000000000000000000000000000001", "0.0001"] },
        { "numeric(38,10)", "numeric(38,10)", ["1234567890123456789012345678.0123456789", "0.0000000001", "0", "-4"] },
        { "numeric(5,5)", "numeric(5,5)", ["0.00001", "0.99999"] },
        { "numeric", "numeric", ["0", "0.000", "1e300", "-1e-300", "123456789012345678901234567890.1234567890", "NaN", "Infinity", "-Infinity", "10000", "0.00010000", "-12345.6700"] },
        { "numeric(100,20)", "numeric", ["1.5", "123456789012345678901234567890123456789012345678901234567890"] },
        { "numeric(3,-2)", "numeric", ["12345"] },
        { "text", "text", ["''", "'Zoë ✓ 🙂'", "'  blanks  '", "'a|b'", "E'tab\\tline\\nend'"] },
        { "varchar(7)", "character varying(7)", ["''", "'a      '", "'ÄÖÜ'"] },
        { "char(5)", "character(5)", ["'ab'", "'     '", "'abcde'"] },
        { "name", "name", ["'pg_class'"] },
        { "\"char\"", "\"char\"", ["'r'", "''"] },
        { "bytea", "bytea", [@"'\x'", @"'\x00ff10'"] },
        { "date", "date", ["'0001-01-01'", "'9999-12-31'", "'4713-01-01 BC'", "'5874897-12-31'", "'infinity'", "'-infinity'", "'1969-12-31'", "'2000-02-29'"] },
        { "time", "time without time zone", ["'00:00'", "'24:00:00'", "'23:59:59.999999'", "'01:02:03.5'"] },
        { "timetz", "time with time zone", ["'10:00+02'", "'00:00:00.000001-11:30'", "'24:00+15:59:59'", "'12:00Z'"] },
        { "timestamp", "timestamp without time zone", ["'0001-01-01'", "'4713-01-01 00:00:00 BC'", "'9999-12-31 23:59:59.999999'", "'infinity'", "'-infinity'", "'1999-12-31 23:59:59.5'"] },
        { "timestamptz", "timestamp with time zone", ["'2024-03-31 02:30:00+02'", "'infinity'", "'-infinity'", "'0044-03-15 12:00:00+00 BC'"] },
        { "uuid", "uuid", ["'00112233-4455-6677-8899-aabbccddeeff'"] },
        { "json", "json", ["'{\"a\":  [1, null]}'"] },
        { "jsonb", "jsonb", ["'{\"b\": 1, \"a\": [1, null]}'", "'\"\"'"] },
        { "oid", "oid", ["0", "4294967295"] },
        { "real", "real", ["'NaN'", "'Infinity'", "'-Infinity'", "-0.0", "1.17549435e-38", "0.1"] },
        { "double precision", "double precision", ["'NaN'", "'Infinity'", "'-Infinity'", "'-0'", "5e-324", "0.1"] },
        { "inet", "text", ["'10.0.0.1/8'"] },
        { "money", "text", ["'12.50'"] },
        { "bit(3)", "text", ["B'101'"] },
        { "xml", "text", ["'<a/>'"] },
        { "int4range", "text", ["'[1,5)'"] },
        { "point", "text", ["'(1,2)'"] },
        { "tsvector", "text", ["'a cat'"] },
        { "macaddr", "text", ["'08:00:2b:01:02:03'"] },
        { "mood", "text", ["'happy'"] },
        { "positive", "integer", ["7"] },
        { "price", "numeric(10,2)", ["7.5"] },
        { "pair", "text", ["'(1,x)'"] },
    };

    [Theory, MemberData(nameof(Types))]
    public async Task Values_are_those_of_the_server(string type, string imported, string[] values)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, $"""
            CREATE TYPE mood AS ENUM ('sad', 'happy');
            CREATE DOMAIN positive AS int CHECK (value > 0);
            CREATE DOMAIN amount AS numeric(10,2); CREATE DOMAIN price AS amount;
            CREATE TYPE pair AS (a int, b text);
            CREATE TABLE t (id int, v {type});
            INSERT INTO t VALUES {string.Join(", ", values.Select((value, i) => $"({i}, {(value.StartsWith('\'') || char.IsLetter(value[0]) && char.IsLower(value[0]) || value[0] is 'E' or 'B' ? value : $"'{value}'")})"))}, (99, NULL);
            """);
        var table = await test.ImportAsync("t");
        table.Columns[1].Type.ToString().ShouldBe(imported);

        var expected = (await fixture.Cluster.PsqlAsync("SET extra_float_digits = 3; SELECT coalesce(v::text, '∅') || '#' FROM t ORDER BY id", test.Database)).EnsureSuccess().Output;
        var rows = await test.ReadAsync(SourceUnderTest.Scan(table));
        var printed = rows.Select(row => row[(row.IndexOf('|', StringComparison.Ordinal) + 1)..]);
        if (type == "boolean") printed = printed.Select(value => value switch { "t" => "true", "f" => "false", _ => value });
        if (type == "char(5)") printed = printed.Select(value => value.TrimEnd(' '));
        if (type is "real" or "double precision") printed = printed.Select(value => value.Replace("E-", "e-", StringComparison.Ordinal));
        string.Concat(printed.Select(value => value + "#\n")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("int[]", "integer[]", "ARRAY[1,NULL,3]", "{\"1\",NULL,\"3\"}")]
    [InlineData("text[]", "text[]", "ARRAY['a','',NULL]", "{\"a\",\"\",NULL}")]
    [InlineData("numeric(10,2)[]", "numeric[]", "ARRAY[1.5,-2]", "{\"1.50\",\"-2.00\"}")]
    [InlineData("date[]", "date[]", "ARRAY['2024-01-01'::date]", "{\"2024-01-01\"}")]
    [InlineData("bool[]", "boolean[]", "ARRAY[]::bool[]", "{}")]
    [InlineData("uuid[]", "uuid[]", "NULL", "∅")]
    [InlineData("int2vector", "smallint[]", "'1 2'", "{\"1\",\"2\"}")]
    [InlineData("inet[]", "text", "ARRAY['10.0.0.1'::inet]", "{10.0.0.1}")]
    public async Task Arrays_are_lists(string type, string imported, string value, string printed)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, $"CREATE TABLE t (v {type}); INSERT INTO t VALUES ({value})");
        (await test.ImportAsync("t")).Columns[0].Type.ToString().ShouldBe(imported);
        (await test.ReadTableAsync("t")).ShouldBe([printed]);
    }

    [Fact]
    public async Task Intervals_keep_months_days_and_microseconds_apart()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, """
            CREATE TABLE t (v interval);
            INSERT INTO t VALUES ('1 year 2 mons -3 days 04:05:06.000007'), ('-1 mon'), ('1000000:00:00');
            """);
        (await test.ReadTableAsync("t")).ShouldBe(["14 -3 14706000007", "-1 0 0", "0 0 3600000000000000"]);
    }

    [Theory]
    [InlineData("int[]", "ARRAY[[1,2],[3,4]]", "0A000")]
    [InlineData("int[]", "'[0:1]={1,2}'", "0A000")]
    [InlineData("timestamp", "'294276-12-31'", "22008")]
    [InlineData("interval", "'3000000:00:00'", "22008")]
    [InlineData("numeric(4,1)", "'NaN'", "22003")]
    public async Task What_an_arrow_type_cannot_hold_is_an_error_with_advice(string type, string value, string state)
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, $"CREATE TABLE t (v {type}); INSERT INTO t VALUES ({value})");
        var error = await Should.ThrowAsync<GatewayException>(() => test.ReadTableAsync("t"));
        error.State.Code.ShouldBe(state);
        error.Hint.ShouldNotBeNull();
    }

    [Fact]
    public async Task Numbers_come_wider_when_asked_for()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster);
        var statement = SourceUnderTest.Statement("SELECT 1::int2, 2::int2, 3::int4, 0.5::float4, 1.5::numeric",
            ("a", SqlType.Int4), ("b", SqlType.Int8), ("c", SqlType.Int8), ("d", SqlType.Float8), ("e", SqlType.Numeric(5, 3)));
        (await test.ReadAsync(statement)).ShouldBe(["1|2|3|0.5|1.500"]);
    }
}
