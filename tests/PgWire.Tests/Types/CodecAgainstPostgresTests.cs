using System.Text;
using FederationGateway.Common;
using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Tests.Wire;
using FederationGateway.Support.Postgres;

namespace FederationGateway.PgWire.Tests.Types;

/// <summary>Every type, in text and binary, both ways, must be what a real server says and takes.</summary>
public class CodecAgainstPostgresTests(PostgresFixture postgres)
{
    public static TheoryData<string, string[]> Literals() => new()
    {
        { "boolean", ["t", "f", "true", "yes", "on", "1", "of", "FALSE", " n "] },
        { "smallint", ["0", "-32768", "32767", " +7 "] },
        { "integer", ["0", "-2147483648", "2147483647", "00012"] },
        { "bigint", ["0", "-9223372036854775808", "9223372036854775807"] },
        { "real", ["0", "-0", "1.5", "1e6", "999999", "1234567", "1e-4", "0.00012345", "1e-5", "3.4028235e38", "1e-45", "NaN", "Infinity", "-inf", "16777216", "100000"] },
        { "double precision", ["0", "-0", "1.5", "0.1", "1e14", "1e15", "123456789012345678", "1e-4", "1e-5", "1.7976931348623157e308", "5e-324", "NaN", "Infinity", "-Infinity", "1e20", ".5", "5."] },
        { "numeric", ["0", "-0", "0.00", "12345.6789", "-0.0001", "1e10", "1.5e-7", "10000", "100000000", "99999999999999999999999999999999999999.99", "NaN", "Infinity", "-inf", "0001.10", "1.2300e2", ".5", "5.", "0.00001000"] },
        { "numeric(15,2)", ["0", "12.345", "12.344", "-12.345", "9999999999999.99", "1e3", "0.005", "-0.005"] },
        { "numeric(38,10)", ["1234567890123456789012345678.0123456789", "-0.0000000001"] },
        { "numeric(38,38)", ["0.12345678901234567890123456789012345678", "-0.00000000000000000000000000000000000001"] },
        { "numeric(5,0)", ["12345", "-1", "0.5", "1.5"] },
        { "text", ["", "a", "ß€𝄞", "a\"b\\c", "tab\there"] },
        { "character varying", ["x y"] },
        { "name", ["some_name"] },
        { "\"char\"", ["a"] },
        { "json", ["{\"a\": [1, 2]}"] },
        { "jsonb", ["{\"a\": [1, 2]}", "null"] },
        { "bytea", ["\\x", "\\xDEADbeef00", "\\x de ad", "abc\\\\d\\001"] },
        { "date", ["1970-01-01", "2000-02-29", "0001-01-01", "4714-11-24 BC", "0044-03-15 BC", "5874897-12-31", "infinity", "-infinity", "20240131", "1/31/2024", "31 Jan 2024", "January 31, 2024", "2024-Jan-31", "epoch", "2024-02-28 12:00", "12-25-99", "31-Jan-99"] },
        { "time", ["00:00", "04:05:06.789", "23:59:59.999999", "24:00:00", "4:05 PM", "12:30 AM", "040506", "04:05:06.7891235", "23:59:60"] },
        { "timetz", ["04:05:06.789+02", "23:59:59.999999-15:59:59", "00:00:00Z", "12:00+05:30"] },
        { "timestamp", ["1970-01-01 00:00:00", "2024-01-31 04:05:06.789", "2024-01-31T04:05:06", "1969-12-31 23:59:59.999999", "4714-11-24 00:00:00 BC", "294247-01-10 04:00:54.775806", "infinity", "-infinity", "epoch", "2024-01-31", "2024-01-31 04:05:06+05", "Jan 31 04:05:06 2024", "0001-12-31 23:59:59 BC"] },
        { "timestamptz", ["2024-01-31 04:05:06.789+02", "2024-07-01 00:00:00Z", "2024-07-01 12:00", "2024-01-01 12:00", "1990-07-01 12:00", "2024-03-31 02:30:00", "2024-10-27 02:30:00", "infinity", "2024-01-31 04:05 Asia/Tokyo", "2300-07-01 12:00:00+00", "20240131T040506+0530"] },
        { "interval", ["0", "1 year 2 mons 3 days 04:05:06.789", "-1 year 2 mons -3 days", "1 day -00:00:01", "-1 mon +1 day", "100 hours", "P1Y2M3DT4H5M6.7S", "1-2", "1.5 days", "1.5 mons", "1.5 years", "2 weeks", "3 days ago", "00:00:00.000001", "-00:00:00.5", "1 century", "12:34", "5 min 10 ms", "3 4:05:06", "-23:59:59", "1 mon -1 day 1 hour"] },
        { "uuid", ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}", "a0eebc999c0b4ef8bb6d6bb9bd380a11"] },
        { "oid", ["0", "4294967295", "-1"] },
        { "integer[]", ["{}", "{1,2,3}", "{1,NULL,3}", " { 1 , 2 } "] },
        { "text[]", ["{a,\"b c\",NULL,\"NULL\",\"\",\"q\\\"uo\\\\te\",\"{}\",\"a,b\"}", "{ plain text , x }", "{null,Null}", "{a\\ ,b}"] },
        { "numeric[]", ["{1.50,NaN,-0.001}"] },
        { "timestamp[]", ["{2024-01-31 04:05:06,infinity}"] },
        { "boolean[]", ["{t,f,NULL}"] },
        { "bytea[]", ["{\"\\\\x00ff\"}"] },
        { "bigint[]", ["{9223372036854775807}"] },
        { "jsonb[]", ["{\"{\\\"a\\\": 1}\"}"] },
        { "uuid[]", ["{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}"] },
    };

    [Theory, MemberData(nameof(Literals))]
    public async Task Reads_and_writes_as_the_server_does(string typeName, string[] literals)
    {
        var type = TypeNames.Parse(typeName);
        var zone = ValueFormat.Utc with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };
        await using var client = await RawClient.LogInAsync(postgres.Cluster.Port, PostgresCluster.Superuser, "postgres");
        await client.QueryAsync("set timezone = 'Europe/Berlin'; set extra_float_digits = 1");
        await client.ReadUntilAsync('Z');
        var sql = "select " + string.Join(", ", literals.Select(literal => $"'{literal.Replace("'", "''", StringComparison.Ordinal)}'::{typeName}"));
        var texts = await SelectAsync(client, sql, format: 0);
        var binaries = await SelectAsync(client, sql, format: 1);

        for (var i = 0; i < literals.Length; i++)
        {
            var expected = $"{literals[i]} -> {Encoding.UTF8.GetString(texts[i])}";
            // The literal as the user writes it, the server's own text, and the server's binary all mean the same value.
            foreach (var (input, format) in new[] { (Encoding.UTF8.GetBytes(literals[i]), WireFormat.Text), (texts[i], WireFormat.Text), (binaries[i], WireFormat.Binary) })
            {
                if (type.Kind == SqlTypeKind.JsonB && input.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(literals[i]))) continue;
                $"{literals[i]} -> {Encoding.UTF8.GetString(Recode(type, zone, input, format, WireFormat.Text))}".ShouldBe(expected, $"{format} in, text out");
                Recode(type, zone, input, format, WireFormat.Binary).ShouldBe(binaries[i], $"{literals[i]}: {format} in, binary out");
            }

            var codec = TypeCodecs.For(type, zone);
            ParameterValue.ClrType(type).ShouldBe(codec.Read(texts[i], WireFormat.Text).GetType());
            Same(codec.Read(binaries[i], WireFormat.Binary), codec.Read(texts[i], WireFormat.Text));
        }
    }

    public static TheoryData<string, string[]> Nonsense() => new()
    {
        { "boolean", ["", "o", "maybe", "truely"] },
        { "smallint", ["", "32768", "1.5", "x", "1 2", "--1"] },
        { "integer", ["2147483648", "99999999999999999999999999999999999999999999"] },
        { "real", ["1e39", "1e-50", "", "1,5", "infinite"] },
        { "double precision", ["1e400", "1e-400", "e5", "1e", "NaNs"] },
        { "numeric", ["", "1.2.3", "e5", "1e", "abc", "1e200000"] },
        { "numeric(5,2)", ["1000", "999.995", "NaN1"] },
        { "date", ["", "2024-13-01", "2024-02-30", "2023-02-29", "abc", "2024-1", "5874898-01-01", "4714-11-23 BC", "0000-01-01"] },
        { "time", ["", "25:00", "24:00:01", "12:60", "noon?", "13:00 PM"] },
        { "timestamp", ["", "294277-01-01", "2024-01-01 25:00", "x"] },
        { "timestamptz", ["2024-01-01 00:00+99", "2024-01-01 12:00 Nowhere/Town"] },
        { "interval", ["", "x", "1 fortnight", "P1X"] },
        { "uuid", ["", "a0eebc99", "g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "{a0eebc999c0b4ef8bb6d6bb9bd380a11"] },
        { "bytea", ["\\x1", "\\xg0", "\\9"] },
        { "oid", ["4294967296", "x", ""] },
        { "integer[]", ["", "1", "{1", "{1,}", "{,1}", "{1}x", "{a}", "{1 2}"] },
    };

    [Theory, MemberData(nameof(Nonsense))]
    public async Task Refuses_what_the_server_refuses_with_the_same_code(string typeName, string[] literals)
    {
        var codec = TypeCodecs.For(TypeNames.Parse(typeName), ValueFormat.Utc);
        await using var client = await RawClient.LogInAsync(postgres.Cluster.Port, PostgresCluster.Superuser, "postgres");
        foreach (var literal in literals)
        {
            await client.QueryAsync($"select '{literal}'::{typeName}");
            var error = (await client.ReadUntilAsync('Z')).Find(message => message.Code == 'E').Body;
            error.ShouldNotBeNull($"the server takes '{literal}'");
            using var builder = new FederationGateway.Arrow.ArrayBuilder(FederationGateway.Arrow.SqlTypeMapping.ToArrow(codec.Type));
            var ours = Should.Throw<GatewayException>(() => codec.Append(builder, Encoding.UTF8.GetBytes(literal), WireFormat.Text), $"'{literal}'");
            $"{literal}: {ours.State.Code}".ShouldBe($"{literal}: {RawClient.ErrorField(error, 'C')}");
        }
    }

    private static void Same(object? left, object? right)
    {
        if (left is object?[] items && right is object?[] others)
            foreach (var (one, other) in items.Zip(others)) Same(one, other);
        else left.ShouldBe(right);
    }

    private static byte[] Recode(SqlType type, ValueFormat settings, byte[] input, WireFormat from, WireFormat to) => Codecs.Recode(type, settings, input, from, to);

    private static async Task<byte[][]> SelectAsync(RawClient client, string sql, short format)
    {
        await client.ParseAsync("", sql);
        await client.BindAsync("", "", 0, format);
        await client.ExecuteAsync("");
        await client.SendAsync('S');
        var messages = await client.ReadUntilAsync('Z');
        var failed = messages.Find(message => message.Code == 'E').Body;
        if (failed is not null) throw new InvalidOperationException(Encoding.UTF8.GetString(failed));
        return RawClient.Fields(messages.Find(message => message.Code == 'D').Body)!;
    }
}
