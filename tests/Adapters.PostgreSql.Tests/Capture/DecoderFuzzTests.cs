using System.Buffers.Binary;
using System.Text;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Capture;
using FederationGateway.Adapters.PostgreSql.Capture.PgOutput;
using FederationGateway.Adapters.PostgreSql.Capture.Values;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Tests.Capture;

/// <summary>Whatever a server sends, the decoder takes it or says that it cannot: it never crashes, reads past a message or runs on.</summary>
public sealed class DecoderFuzzTests
{
    private const uint Oid = 16_400;

    private static readonly (string Name, SqlType Type, string Text)[] Columns =
    [
        ("id", SqlType.Int4, "42"), ("b", SqlType.Boolean, "t"), ("s", SqlType.Int2, "-7"), ("l", SqlType.Int8, "9223372036854775807"), ("f", SqlType.Float4, "1.5e-45"),
        ("d", SqlType.Float8, "-Infinity"), ("n", SqlType.Numeric(38, 10), "-1234567890123456789012345678.0123456789"), ("m", SqlType.Numeric(10, 2), "12.50"), ("u", SqlType.UnconstrainedNumeric, "1e5"),
        ("t", SqlType.Text, "Zoë"), ("x", SqlType.Bytea, "\\x00ff"), ("dt", SqlType.Date, "0044-03-15 BC"), ("ti", SqlType.Time, "24:00:00"), ("ts", SqlType.Timestamp, "1999-12-31 23:59:59.5"),
        ("tz", SqlType.TimestampTz, "2024-03-31 02:30:00+00"), ("iv", SqlType.Interval, "1 year 2 mons -3 days +04:05:06.000007"), ("uu", SqlType.Uuid, "00112233-4455-6677-8899-aabbccddeeff"),
        ("ia", SqlType.ArrayOf(SqlTypeKind.Int4), "{1,NULL,3}"), ("ta", SqlType.ArrayOf(SqlTypeKind.Text), "{a,\"b \\\" c\",NULL}"), ("o", new SqlType(SqlTypeKind.Oid), "4294967295"), ("c", new SqlType(SqlTypeKind.InternalChar), "r"),
    ];

    [Fact]
    public void Whole_messages_are_taken()
    {
        using var decoding = new Decoding();
        foreach (var message in Messages()) decoding.Handle(message).ShouldBeNull();
        decoding.Chunks.Cut();
        using var chunk = decoding.Chunks.Ready.Dequeue();
        chunk.Transactions.ShouldHaveSingleItem().Id.ShouldBe("77");
        var rows = chunk.Tables.ShouldHaveSingleItem().Rows;
        string.Concat(Enumerable.Range(0, rows.Length).Select(row => rows.Column(ChangeColumns.Kind).GetString(row))).ShouldBe("IBUXIDX");
        Enumerable.Range(0, Columns.Length).Select(i => BatchText.Value(rows.Column(ChangeColumns.Count + i), 0, Columns[i].Type)).Take(2).ShouldBe(["42", "t"]);
    }

    [Fact]
    public void Messages_cut_short_at_any_byte_are_refused()
    {
        var messages = Messages().ToList();
        for (var index = 0; index < messages.Count; index++)
        {
            for (var length = 0; length < messages[index].Length; length++)
            {
                using var decoding = new Decoding();
                foreach (var message in messages.Take(index)) decoding.Handle(message);
                Should.Throw<GatewayException>(() => decoding.Handle(messages[index][..length])).State.ShouldBe(SqlState.ProtocolViolation);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Messages_with_random_bytes_are_taken_or_refused(int seed)
    {
        var random = new Random(seed);
        var messages = Messages().ToList();
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            using var decoding = new Decoding();
            try
            {
                foreach (var message in messages)
                {
                    var bytes = message.ToArray();
                    if (random.Next(3) == 0)
                    {
                        for (var changes = random.Next(1, 4); changes > 0; changes--) bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"0123456789-+:. \"{},\\NInftu"[random.Next(25)];
                        if (random.Next(10) == 0) bytes = bytes[random.Next(bytes.Length)..];
                    }

                    decoding.Handle(bytes);
                }
            }
            catch (GatewayException error)
            {
                (error.State == SqlState.ProtocolViolation || error.State.Code.StartsWith("22", StringComparison.Ordinal) || error.State == SqlState.FeatureNotSupported).ShouldBeTrue(error.Message);
                refused++;
            }
        }

        refused.ShouldBeInRange(5_000, 19_999);
    }

    [Fact]
    public void Rows_are_decoded_without_allocating()
    {
        using var decoding = new Decoding();
        var messages = Messages().ToList();
        decoding.Handle(messages[0]);
        Decode(5_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Decode(50_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 * 50_000, "chunks cost a few objects, rows none");

        void Decode(int rows)
        {
            for (var i = 0; i < rows; i++)
            {
                decoding.Handle(messages[i % 5 + 1]);
                while (decoding.Chunks.Ready.TryDequeue(out var chunk)) chunk.Dispose();
            }
        }
    }

    private sealed class Decoding : IDisposable
    {
        private readonly ChangeDecoder _decoder;

        public Decoding()
        {
            _decoder = new ChangeDecoder("capture", 0, Chunks);
            Handle(Relation());
            var table = new RemoteTable(new RemoteObjectName(null, "public", "t"), ["public", "t"], [.. Columns.Select(column => new TableColumn(column.Name, column.Name, column.Type, true))]);
            _decoder.Bind(Oid, new TableRows(1, table, [.. Columns.Select((column, i) => new TableRowsColumn(i, i == 0, TextDecoderFactory.Create(column.Name, column.Type, 0, mustCheckText: true)))]), null);
        }

        public ChunkBuilder Chunks { get; } = new();

        public RelationMessage? Handle(byte[] message) => _decoder.Handle(message);

        public void Dispose()
        {
            _decoder.Dispose();
            Chunks.Dispose();
        }
    }

    private static IEnumerable<byte[]> Messages()
    {
        yield return new Bytes('B').Int64(0x100).Int64(1_000_000).Int32(77).Done();
        yield return new Bytes('I').Int32((int)Oid).Byte('N').Tuple().Done();
        yield return new Bytes('U').Int32((int)Oid).Byte('O').Tuple().Byte('N').Tuple(unchanged: true).Done();
        yield return new Bytes('U').Int32((int)Oid).Byte('K').Tuple(keyOnly: true).Byte('N').Tuple().Done();
        yield return new Bytes('D').Int32((int)Oid).Byte('O').Tuple().Done();
        yield return new Bytes('D').Int32((int)Oid).Byte('K').Tuple(keyOnly: true).Done();
        yield return new Bytes('M').Byte((char)1).Int64(0x90).String("other").Int32(2).Byte('h').Byte('i').Done();
        yield return new Bytes('C').Byte((char)0).Int64(0x100).Int64(0x140).Int64(1_000_000).Done();
    }

    private static byte[] Relation()
    {
        var bytes = new Bytes('R').Int32((int)Oid).String("public").String("t").Byte('d').Int16(Columns.Length);
        foreach (var (name, type, _) in Columns) bytes.Byte(name == "id" ? (char)1 : (char)0).String(name).Int32(type.TypeOid).Int32(-1);
        return bytes.Done();
    }

    private sealed class Bytes(char code)
    {
        private readonly List<byte> _bytes = [(byte)code];

        public Bytes Byte(char value)
        {
            _bytes.Add((byte)value);
            return this;
        }

        public Bytes Int16(int value)
        {
            var bytes = new byte[2];
            BinaryPrimitives.WriteInt16BigEndian(bytes, (short)value);
            _bytes.AddRange(bytes);
            return this;
        }

        public Bytes Int32(int value)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
            _bytes.AddRange(bytes);
            return this;
        }

        public Bytes Int64(long value)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
            _bytes.AddRange(bytes);
            return this;
        }

        public Bytes String(string text)
        {
            _bytes.AddRange(Encoding.UTF8.GetBytes(text));
            return Byte('\0');
        }

        public Bytes Tuple(bool keyOnly = false, bool unchanged = false)
        {
            Int16(Columns.Length);
            foreach (var (name, _, text) in Columns)
            {
                if (keyOnly && name != "id") Byte('n');
                else if (unchanged && name == "t") Byte('u');
                else
                {
                    var value = Encoding.UTF8.GetBytes(text);
                    Byte('t').Int32(value.Length);
                    _bytes.AddRange(value);
                }
            }

            return this;
        }

        public byte[] Done() => [.. _bytes];
    }
}
