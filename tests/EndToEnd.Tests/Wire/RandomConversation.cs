using System.Text;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.EndToEnd.Wire;

/// <summary>Messages of all kinds in any order, some of them damaged: what a confused or hostile client sends after it has logged in.</summary>
internal sealed class RandomConversation(Random random)
{
    private static readonly string[] Statements =
    [
        "select 1", "select 1/0", "selec", "", ";", "begin", "commit", "rollback", "savepoint s", "rollback to s", "release s",
        "create table if not exists torture (a int, b text)", "insert into torture values (1, 'x')", "insert into torture values ($1, $2)",
        "delete from torture where a = $1", "drop table if exists torture", "select a, b from torture where a = $1 or b = $2",
        "copy torture from stdin", "copy torture from stdin (format csv)", "copy torture from stdin (format binary)",
        "copy (select i, 'x' from generate_series(1, 2000) i) to stdout", "copy (select 1) to stdout (format binary)",
        "declare c cursor for select i from generate_series(1, 100000) i", "fetch 10 from c", "close c", "close all",
        "select i, repeat('x', 100) from generate_series(1, 20000) i", "select $1::int4 + $2::int4", "select $1::text", "select pg_sleep(0.01)",
        "set statement_timeout = '50ms'", "reset all", "discard all", "deallocate all", "prepare p as select 1", "execute p", "show all",
        "select 1; select 2; select 1/0; select 3", "begin; select 1/0", "explain select 1", "select '", "select \"", "select $$", "/*",
    ];

    private static readonly string[] Names = ["", "", "", "s", "p", "c", "äöü"];
    private static readonly byte[] Unusual = [.. "pFvYz\0\u007f"u8, 0xff, 0x80];

    /// <summary>A few messages as bytes.</summary>
    public byte[] Next()
    {
        using var wire = new WireBuffer();
        for (var count = random.Next(1, 25); count > 0; count--) WriteMessage(wire);
        var bytes = wire.WrittenSpan.ToArray();
        if (bytes.Length > 0 && random.Next(3) == 0)
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private void WriteMessage(WireBuffer wire)
    {
        switch (random.Next(24))
        {
            case < 5:
                Message(wire, 'Q', () => wire.WriteCString(Statement()));
                break;
            case < 8:
                Message(wire, 'P', () => WriteParse(wire));
                break;
            case < 11:
                Message(wire, 'B', () => WriteBind(wire));
                break;
            case < 13:
                Message(wire, 'E', () => { wire.WriteCString(Name()); wire.WriteInt32(random.Next(4) switch { 0 => 0, 1 => random.Next(20), 2 => -1, _ => int.MaxValue }); });
                break;
            case 13:
                Message(wire, random.Next(2) == 0 ? 'D' : 'C', () => { wire.WriteByte((byte)"SPX"[random.Next(3)]); wire.WriteCString(Name()); });
                break;
            case < 16:
                Message(wire, 'S', () => { });
                break;
            case 16:
                Message(wire, 'H', () => { });
                break;
            case < 19:
                Message(wire, 'd', () => WriteCopyData(wire));
                break;
            case 19:
                Message(wire, 'c', () => { });
                break;
            case 20:
                Message(wire, 'f', () => wire.WriteCString("enough"));
                break;
            case 21:
                Message(wire, "QPBEDCdcfHS"[random.Next(11)], () => wire.WriteBytes(Noise()));
                break;
            case 22 when random.Next(4) == 0:
                Message(wire, (char)Unusual[random.Next(Unusual.Length)], () => wire.WriteBytes(Noise()));
                break;
            case 23 when random.Next(8) == 0:
                wire.WriteByte((byte)"QPBdES"[random.Next(6)]);
                wire.WriteInt32(random.Next(4) switch { 0 => -1, 1 => random.Next(4), 2 => int.MaxValue, _ => random.Next(1 << 30) });
                break;
        }
    }

    private void WriteParse(WireBuffer wire)
    {
        wire.WriteCString(Name());
        wire.WriteCString(Statement());
        var types = random.Next(3);
        wire.WriteInt16((short)types);
        for (var i = 0; i < types; i++) wire.WriteInt32(random.Next(4) switch { 0 => 0, 1 => 23, 2 => 25, _ => random.Next() });
    }

    private void WriteBind(WireBuffer wire)
    {
        wire.WriteCString(Name());
        wire.WriteCString(Name());
        WriteFormats(wire);
        var parameters = random.Next(4);
        wire.WriteInt16((short)parameters);
        for (var i = 0; i < parameters; i++)
        {
            var value = random.Next(4) switch { 0 => "1"u8.ToArray(), 1 => [0, 0, 0, 7], _ => Noise() };
            var isNull = random.Next(4) == 0;
            wire.WriteInt32(isNull ? -1 : value.Length);
            if (!isNull) wire.WriteBytes(value);
        }

        WriteFormats(wire);
    }

    private void WriteFormats(WireBuffer wire)
    {
        var count = random.Next(3);
        wire.WriteInt16((short)count);
        for (var i = 0; i < count; i++) wire.WriteInt16((short)(random.Next(10) == 0 ? random.Next(-5, 5) : random.Next(2)));
    }

    private void WriteCopyData(WireBuffer wire)
    {
        if (random.Next(3) == 0) wire.WriteBytes(Noise());
        else if (random.Next(2) == 0) wire.WriteBytes("1\tone\n2\t\\N\n\\."u8);
        else wire.WriteBytes([.. "PGCOPY\n"u8, 0xff, 0x0d, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 1, (byte)'x', 0xff, 0xff]);
    }

    private byte[] Noise()
    {
        var bytes = new byte[random.Next(3) == 0 ? 0 : random.Next(60)];
        random.NextBytes(bytes);
        return bytes;
    }

    private string Statement() => random.Next(60) switch
    {
        0 => new string('(', random.Next(200_000)),
        1 => "select " + string.Join(',', Enumerable.Repeat("1", random.Next(5000))),
        2 => Encoding.Latin1.GetString(Noise()).Replace('\0', ' '),
        _ => Statements[random.Next(Statements.Length)],
    };

    private string Name() => Names[random.Next(Names.Length)];

    private static void Message(WireBuffer wire, char code, Action writeBody)
    {
        using (wire.Begin((byte)code)) writeBody();
    }
}
