using System.Text;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Tests.Fakes;
using FederationGateway.PgWire.Tests.Wire;
using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Wire;
using FederationGateway.Support.Postgres;

namespace FederationGateway.PgWire.Tests.Types;

/// <summary>Thousands of random values go to a real server as one binary array and come back row by row: both servers must print them alike.</summary>
public class RandomValuesTests(PostgresFixture postgres)
{
    private const int Count = 4000;
    private static readonly ValueFormat Berlin = ValueFormat.Utc with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };

    public static TheoryData<string> Types() => new("int2", "int4", "int8", "float4", "float8", "numeric", "text", "bytea", "date", "time", "timestamp", "timestamptz", "interval", "uuid", "boolean");

    [Theory, MemberData(nameof(Types))]
    public async Task Print_as_the_server_prints_them(string typeName)
    {
        var type = TypeNames.Parse(typeName);
        var random = new Random(17);
        using var builder = new ArrayBuilder(SqlTypeMapping.ToArrow(SqlType.ArrayOf(type.Kind)));
        for (var i = 0; i < Count; i++) FakeResults.Append(builder.Child!, type, i % 50 == 0 ? null : RandomValue(type.Kind, random));
        builder.EndList();
        using var list = builder.Finish();
        var parameter = Codecs.Encode(TypeCodecs.For(SqlType.ArrayOf(type.Kind), Berlin), list, 0, WireFormat.Binary);

        await using var client = await RawClient.LogInAsync(postgres.Cluster.Port, PostgresCluster.Superuser, "postgres");
        await client.QueryAsync("set timezone = 'Europe/Berlin'");
        await client.ReadUntilAsync('Z');
        foreach (var format in new[] { WireFormat.Text, WireFormat.Binary })
        {
            await client.ParseAsync("", $"select unnest($1::{typeName}[])");
            await client.BindAsync("", "", 1, (short)format, parameter);
            await client.ExecuteAsync("");
            await client.SendAsync('S');
            var rows = (await client.ReadUntilAsync('Z')).Where(message => message.Code == 'D').Select(message => message.Body).ToList();
            rows.Count.ShouldBe(Count);
            var ours = Rows(type, list.Children[0], format);
            for (var i = 0; i < Count; i++)
                if (!ours[i].AsSpan().SequenceEqual(rows[i])) Show(ours[i], format).ShouldBe(Show(rows[i], format), $"row {i}");
        }
    }

    [Fact]
    public void Encoding_rows_allocates_nothing_per_row()
    {
        ResultColumn[] columns = [new("a", SqlType.Int8), new("b", SqlType.Numeric(15, 2)), new("c", SqlType.Timestamp), new("d", SqlType.Text), new("e", SqlType.Float8)];
        var builders = columns.Select(column => new ArrayBuilder(SqlTypeMapping.ToArrow(column.Type))).ToArray();
        for (var i = 0; i < 1000; i++)
        {
            builders[0].Append((long)i);
            builders[1].Append((Int128)(i * 12345));
            builders[2].Append(i * 1_000_003L);
            builders[3].AppendString("text");
            builders[4].Append(i * 1.1);
        }

        var schema = new Schema(columns.Select(column => new Field(column.Name, column.Type)).ToEquatableArray());
        using var batch = new RecordBatch(schema, [.. builders.Select(builder => builder.Finish())], 1000);
        foreach (var format in new[] { WireFormat.Text, WireFormat.Binary })
        {
            using var output = new WireOutput(Stream.Null);
            var encoder = new RowEncoder(columns, [format], ValueFormat.Utc);
            encoder.Attach(batch);
            encoder.Write(output, 0, 1000).ShouldBe(1000);
            output.Buffer.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            encoder.Attach(batch);
            encoder.Write(output, 0, 1000);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(256);
        }
    }

    private static byte[][] Rows(SqlType type, ArrayData column, WireFormat format)
    {
        using var output = new WireOutput(Stream.Null);
        var encoder = new RowEncoder([new ResultColumn("c", type)], [format], Berlin);
        using var batch = new RecordBatch(new Schema(new[] { new Field("c", type) }.ToEquatableArray()), [column.Retain()], column.Length);
        encoder.Attach(batch);
        return [.. Enumerable.Range(0, column.Length).Select(row =>
        {
            output.Buffer.Clear();
            encoder.Write(output, row, row + 1);
            return output.Buffer.WrittenSpan[5..].ToArray();
        })];
    }

    private static string Show(byte[] row, WireFormat format) =>
        format == WireFormat.Binary ? Convert.ToHexString(row) : Encoding.UTF8.GetString(RawClient.Fields(row)[0] ?? "(null)"u8.ToArray());

    private static object RandomValue(SqlTypeKind kind, Random random) => kind switch
    {
        SqlTypeKind.Boolean => random.Next(2) == 0,
        SqlTypeKind.Int2 => (short)random.Next(short.MinValue, short.MaxValue + 1),
        SqlTypeKind.Int4 => random.Next(int.MinValue, int.MaxValue),
        SqlTypeKind.Int8 => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
        SqlTypeKind.Float4 => random.Next(3) == 0 ? (float)(random.Next() / 1000.0) : BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)),
        SqlTypeKind.Float8 => random.Next(3) == 0 ? random.Next() / 1000.0 : BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        SqlTypeKind.Numeric => RandomNumeric(random),
        SqlTypeKind.Text => new string([.. Enumerable.Range(0, random.Next(20)).Select(_ => "aß€'\"\\ ,{}\t\n"[random.Next(12)])]),
        SqlTypeKind.Bytea => RandomBytes(random, random.Next(20)),
        SqlTypeKind.Date => random.Next(DateTimeLimits.MinDate, DateTimeLimits.MaxDate >> random.Next(12)),
        SqlTypeKind.Time => random.NextInt64(DateTimeLimits.MicrosecondsPerDay + 1),
        SqlTypeKind.Timestamp => random.NextInt64(DateTimeLimits.MinTimestamp, DateTimeLimits.MaxTimestamp >> random.Next(10)),
        // Zone offsets with seconds, as before standard time, are beyond .NET's zones.
        SqlTypeKind.TimestampTz => random.NextInt64(0, 70L * 365 * DateTimeLimits.MicrosecondsPerDay),
        SqlTypeKind.Interval => new SqlInterval(random.Next(-5000, 5000) * random.Next(2), random.Next(-5000, 5000) * random.Next(2), random.NextInt64(-400_000_000_000, 400_000_000_000) * random.Next(2)),
        SqlTypeKind.Uuid => new Guid(RandomBytes(random, 16)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string RandomNumeric(Random random)
    {
        var digits = new string([.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(3) == 0 ? '0' : (char)('0' + random.Next(10)))]);
        var text = digits.Insert(random.Next(digits.Length + 1), ".");
        return DecimalText.Canonicalize(Encoding.ASCII.GetBytes((random.Next(2) == 0 ? "-" : "") + text.TrimEnd('.').Insert(0, "0")));
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
