using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Tests.Capture;

/// <summary>A value is the same whichever way it came.</summary>
public sealed class CapturedValuesTests(CaptureFixture fixture)
{
    private const string Types = """
        CREATE TYPE mood AS ENUM ('sad', 'happy');
        CREATE DOMAIN positive AS int CHECK (value > 0);
        CREATE DOMAIN amount AS numeric(10,2); CREATE DOMAIN price AS amount;
        CREATE DOMAIN host AS inet;
        CREATE TYPE pair AS (a int, b text);
        """;

    /// <summary>Besides those that <see cref="TypeTests"/> reads.</summary>
    private static readonly (string Type, string[] Values)[] More =
    [
        ("interval", ["'1 year 2 mons -3 days 04:05:06.000007'", "'-1 mon'", "'1000000:00:00'", "'0'", "'-1 day +00:00:01'", "'-00:00:00.5'", "'2 years'", "'-13 mons'", "'178000000 years'", "'2562047:00:00'"]),
        ("inet", ["'10.0.0.1'", "'::1'", "'2001:db8::/32'", "'10.0.0.1/32'"]),
        ("host", ["'10.0.0.1'", "'10.0.0.0/8'"]),
        ("cidr", ["'10.0.0.0/8'", "'10.0.0.1'"]),
        ("int[]", ["'{}'", "'{1,NULL,3}'", "'{-2147483648}'"]),
        ("text[]", ["'{}'", """ARRAY['a', '', NULL, 'NULL', 'null', 'a"b', 'a\b', ' a ', 'a,b', '{x}', E'tab\tline\n', 'Zoë 🙂']"""]),
        ("numeric[]", ["'{1.50,NaN,Infinity,-0.001}'"]),
        ("numeric(10,2)[]", ["'{1.5,-2,NULL}'"]),
        ("date[]", ["'{2024-01-01,infinity,\"0044-03-15 BC\"}'"]),
        ("timestamptz[]", ["'{\"2024-03-31 02:30:00+02\",infinity}'"]),
        ("interval[]", ["'{\"1 year -3 days\",01:02:03}'"]),
        ("bool[]", ["'{t,f,NULL}'"]),
        ("uuid[]", ["'{00112233-4455-6677-8899-aabbccddeeff}'"]),
        ("bytea[]", [@"ARRAY['\x00ff'::bytea, '\x'::bytea]"]),
        ("jsonb[]", ["ARRAY['{\"a\": [1, \"x\"]}'::jsonb]"]),
        ("float8[]", ["'{NaN,Infinity,-0,5e-324}'"]),
        ("char(3)[]", ["'{a,abc}'"]),
        ("int2vector", ["'1 2'", "''"]),
        ("oidvector", ["'23 4294967295'"]),
        ("inet[]", ["ARRAY['10.0.0.1'::inet]"]),
        ("tstzrange", ["'[2024-03-31 02:30:00+02,)'"]),
        ("int4multirange", ["'{[1,3),[5,7)}'"]),
        ("varbit", ["B'1011'"]),
        ("timetz[]", ["'{10:00+02}'"]),
        ("real", ["1e20", "1.5e-45", "3.4028235e38", "16777217"]),
        ("double precision", ["1e300", "1.7976931348623157e308", "2.2250738585072014e-308", "123456789.123456789", "1e22", "9007199254740993"]),
    ];

    private static string Literal(string value) =>
        value.StartsWith('\'') || (char.IsLetter(value[0]) && char.IsLower(value[0])) || value.StartsWith("ARRAY", StringComparison.Ordinal) || value[0] is 'E' or 'B' ? value : $"'{value}'";

    [Fact]
    public async Task Values_of_every_type_are_those_of_a_scan()
    {
        var types = TypeTests.Types.Select(row => row.Data).Select(data => (Type: data.Item1, Values: data.Item3)).Concat(More).ToArray();
        var tables = types.Select((_, i) => $"t{i}").ToArray();
        var create = string.Concat(types.Select((type, i) => $"CREATE TABLE t{i} (id int PRIMARY KEY, v {type.Type});\n"));
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Types + create, tables);
        for (var i = 0; i < types.Length; i++)
            await capture.RunAsync($"INSERT INTO t{i} VALUES (0, NULL), {string.Join(", ", types[i].Values.Select((value, row) => $"({row + 1}, {Literal(value)})"))}");

        var rows = (await capture.ReadRowsAsync()).ToLookup(line => line[1..line.IndexOf('|', StringComparison.Ordinal)], line => line[(line.IndexOf('|', StringComparison.Ordinal) + 1)..]);
        for (var i = 0; i < types.Length; i++)
        {
            var scanned = await capture.Test.ReadTableAsync(tables[i]);
            rows[$"{i + 1}"].ShouldBe(scanned, $"of type {types[i].Type}");
            scanned.Count.ShouldBe(types[i].Values.Length + 1);
        }
    }

    [Theory]
    [InlineData("int[]", "ARRAY[[1,2],[3,4]]", "0A000")]
    [InlineData("int[]", "'[0:1]={1,2}'", "0A000")]
    [InlineData("timestamp", "'294276-12-31'", "22008")]
    [InlineData("interval", "'3000000:00:00'", "22008")]
    [InlineData("numeric(4,1)", "'NaN'", "22003")]
    public async Task What_an_arrow_type_cannot_hold_is_the_error_of_a_scan(string type, string value, string state)
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, $"CREATE TABLE t (v {type})", "t");
        await capture.RunAsync($"INSERT INTO t VALUES ({value})");
        var scanned = await Should.ThrowAsync<GatewayException>(() => capture.Test.ReadTableAsync("t"));
        var captured = await Should.ThrowAsync<GatewayException>(() => capture.ReadRowsAsync());
        captured.State.Code.ShouldBe(state);
        (captured.Message, captured.Hint).ShouldBe((scanned.Message, scanned.Hint));
    }

    [Fact]
    public async Task The_users_and_the_databases_settings_do_not_change_values()
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, "CREATE TABLE t (a timestamptz, b interval, c bytea, d date, e float8)", "t");
        await capture.RunAsync($"""
            ALTER DATABASE "{capture.Test.Database}" SET TimeZone = 'Asia/Tokyo';
            ALTER DATABASE "{capture.Test.Database}" SET DateStyle = 'German, DMY';
            ALTER DATABASE "{capture.Test.Database}" SET IntervalStyle = 'iso_8601';
            ALTER DATABASE "{capture.Test.Database}" SET bytea_output = 'escape';
            ALTER DATABASE "{capture.Test.Database}" SET extra_float_digits = -10;
            INSERT INTO t VALUES ('2024-01-02 03:04:05+00', '1 day 2 hours', '\x00ff', '2024-01-02', 0.1::float8 + 0.2);
            """);
        (await capture.ReadRowsAsync()).ShouldBe(["I|2024-01-02 03:04:05+00|0 1 7200000000|\\x00ff|2024-01-02|0.30000000000000004"]);
    }
}
