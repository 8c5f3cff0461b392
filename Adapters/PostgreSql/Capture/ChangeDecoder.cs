using System.Globalization;
using System.Text;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Capture.PgOutput;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>
/// Turns the messages of pgoutput (version 1: transactions come whole, when they have committed) into what a chunk is made of. Transactions from before the position that
/// the stream was opened behind are left out; the server sends some of them again.
/// </summary>
internal sealed unsafe class ChangeDecoder(string capture, ulong after, ChunkBuilder chunks) : IDisposable
{
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly ulong _after = after;
    private readonly Dictionary<uint, RelationMessage> _relations = [];

    /// <summary>By the table's oid: where its rows go; null for a table that is not among the captured ones.</summary>
    private readonly Dictionary<uint, TableRows?> _tables = [];

    /// <summary>Tables of which the server has told anew since they were bound.</summary>
    private readonly HashSet<uint> _stale = [];

    private ChangeTransaction? _transaction;
    private bool _isSkipped;
    private string? _marker;

    /// <summary>Everything committed by a record that begins before it has been seen.</summary>
    public ulong Seen { get; private set; } = after;

    /// <summary>The source's clock when it said so.</summary>
    public DateTime SeenTime { get; private set; } = Epoch;

    public bool IsInTransaction => _transaction is not null;

    public static DateTime Time(long microseconds) => Epoch.AddTicks(Math.Clamp(microseconds, 0, (DateTime.MaxValue - Epoch).Ticks / 10) * 10);

    /// <summary>The server has come to here and had nothing more to tell.</summary>
    public void Pass(ulong lsn, DateTime time)
    {
        if (IsInTransaction || lsn < Seen) return;
        (Seen, SeenTime) = (lsn, time);
    }

    /// <summary>
    /// Takes a message in. What it returns is a table to be bound first (<see cref="Bind"/>), after which the same message is to be given again; null when the message is done.
    /// </summary>
    public RelationMessage? Handle(ReadOnlySpan<byte> body)
    {
        var message = new MessageReader(body);
        switch ((char)message.Byte())
        {
            case 'B': Begin(ref message); return null;
            case 'C': Commit(ref message); return null;
            case 'R': Relation(RelationMessage.Read(ref message)); return null;
            case 'I': return Insert(ref message, body);
            case 'U': return Update(ref message, body);
            case 'D': return Delete(ref message, body);
            case 'T': return Truncate(ref message);
            case 'M': Marker(ref message); return null;
            case 'O' or 'Y': return null; // where the transaction came from; a type's name
            default: throw CaptureProtocol.Malformed("a message of an unknown kind");
        }
    }

    /// <param name="rows">Null for a table whose changes are not wanted.</param>
    /// <param name="change">Set when the table is defined differently from here on.</param>
    public void Bind(uint oid, TableRows? rows, TableDefinitionChange? change)
    {
        if (change is not null) chunks.Add(change);
        var before = rows is null ? default : _tables.FirstOrDefault(entry => entry.Value?.Id == rows.Id);
        if (before.Value is { } replaced)
        {
            chunks.Cut();
            _tables.Remove(before.Key);
            replaced.Dispose();
        }

        _tables[oid] = rows;
        _stale.Remove(oid);
    }

    public void Dispose()
    {
        foreach (var table in _tables.Values) table?.Dispose();
        _tables.Clear();
    }

    /// <summary>Int64 place of the commit record · Int64 time · Int32 transaction.</summary>
    private void Begin(ref MessageReader message)
    {
        if (IsInTransaction) throw CaptureProtocol.Malformed("a transaction inside another");
        var commit = message.UInt64();
        var time = Time(message.Int64());
        _transaction = new ChangeTransaction(message.UInt32().ToString(CultureInfo.InvariantCulture), Lsn.ToPosition(commit + 1), time);
        _isSkipped = commit < _after;
        _marker = null;
        if (!_isSkipped) chunks.Begin(_transaction);
    }

    /// <summary>Byte1 flags · Int64 place of the commit record · Int64 its end · Int64 time.</summary>
    private void Commit(ref MessageReader message)
    {
        if (_transaction is not { } transaction) throw CaptureProtocol.Malformed("the end of a transaction that did not begin");
        message.Byte();
        message.UInt64();
        var end = message.UInt64();
        message.Int64();
        _transaction = null;
        if (!_isSkipped && !chunks.Commit() && _marker is not null) chunks.Add(transaction, _marker);
        Pass(end, transaction.CommitTime);
    }

    private void Relation(RelationMessage relation)
    {
        if (_relations.TryGetValue(relation.Oid, out var known) && known == relation) return;
        _relations[relation.Oid] = relation;

        // Its rows so far stay where they are until the first row of the other kind comes.
        _stale.Add(relation.Oid);
    }

    /// <summary>Int32 table · Byte1 'N' · row.</summary>
    private RelationMessage? Insert(ref MessageReader message, ReadOnlySpan<byte> body)
    {
        if (Find(message.UInt32(), out var rows) is { } unbound) return unbound;
        if (rows is null) return null;
        Expect(message.Byte(), 'N');
        rows.New.Read(ref message);
        chunks.Touch(rows, forTruncate: false);
        fixed (byte* start = body) rows.Append(ChangeKind.Insert, chunks.TransactionIndex, chunks.NextSequence(), start, rows.New);
        chunks.Count(1, body.Length);
        return null;
    }

    /// <summary>Int32 table · for a changed key Byte1 'K' · key, or for all old values Byte1 'O' · row · then Byte1 'N' · row.</summary>
    private RelationMessage? Update(ref MessageReader message, ReadOnlySpan<byte> body)
    {
        if (Find(message.UInt32(), out var rows) is { } unbound) return unbound;
        if (rows is null) return null;
        var kind = (char)message.Byte();
        if (kind is 'K' or 'O')
        {
            rows.Old.Read(ref message);
            Expect(message.Byte(), 'N');
        }
        else Expect((byte)kind, 'N');

        rows.New.Read(ref message);
        chunks.Touch(rows, forTruncate: false);
        fixed (byte* start = body)
        {
            var transaction = chunks.TransactionIndex;
            switch (kind)
            {
                case 'O':
                    rows.Append(ChangeKind.BeforeImage, transaction, chunks.NextSequence(), start, rows.Old);
                    rows.Append(ChangeKind.AfterImage, transaction, chunks.NextSequence(), start, rows.New, rows.Old);
                    break;
                case 'K' when rows.New.HasUnchanged:
                    // Who applies it needs the old key to find the values that stayed.
                    rows.AppendKey(ChangeKind.BeforeImage, transaction, chunks.NextSequence(), start, rows.Old);
                    rows.Append(ChangeKind.AfterImage, transaction, chunks.NextSequence(), start, rows.New, rows.Old);
                    break;
                case 'K':
                    rows.AppendKey(ChangeKind.Exterminate, transaction, chunks.NextSequence(), start, rows.Old);
                    rows.Append(ChangeKind.Insert, transaction, chunks.NextSequence(), start, rows.New);
                    break;
                default:
                    rows.Append(ChangeKind.AfterImage, transaction, chunks.NextSequence(), start, rows.New);
                    break;
            }
        }

        chunks.Count(kind == 'N' ? 1 : 2, body.Length);
        return null;
    }

    /// <summary>Int32 table · Byte1 'K' or 'O' · row.</summary>
    private RelationMessage? Delete(ref MessageReader message, ReadOnlySpan<byte> body)
    {
        if (Find(message.UInt32(), out var rows) is { } unbound) return unbound;
        if (rows is null) return null;
        var kind = message.Byte();
        if (kind != (byte)'K') Expect(kind, 'O');
        rows.Old.Read(ref message);
        chunks.Touch(rows, forTruncate: false);
        fixed (byte* start = body)
        {
            if (kind == (byte)'K') rows.AppendKey(ChangeKind.Exterminate, chunks.TransactionIndex, chunks.NextSequence(), start, rows.Old);
            else rows.Append(ChangeKind.Delete, chunks.TransactionIndex, chunks.NextSequence(), start, rows.Old);
        }

        chunks.Count(1, body.Length);
        return null;
    }

    /// <summary>Int32 count · Byte1 options · Int32 table …</summary>
    private RelationMessage? Truncate(ref MessageReader message)
    {
        var count = message.Int32();
        message.Byte();
        var tables = message;
        for (var i = 0; i < count; i++)
            if (Find(message.UInt32(), out _) is { } unbound) return unbound;
        if (_isSkipped) return null;
        for (var i = 0; i < count; i++)
        {
            if (!_tables.TryGetValue(tables.UInt32(), out var rows) || rows is null) continue;
            chunks.Touch(rows, forTruncate: true);
            rows.AppendTruncate(chunks.TransactionIndex, chunks.NextSequence());
            chunks.Count(1, 0);
        }

        return null;
    }

    /// <summary>Byte1 flags (1: part of the transaction) · Int64 place · String prefix · Int32 length · bytes.</summary>
    private void Marker(ref MessageReader message)
    {
        var isTransactional = message.Byte() == 1;
        message.UInt64();
        var isOurs = message.String() == capture;
        var content = message.Take(message.Int32());
        if (isTransactional && isOurs && IsInTransaction) _marker = Encoding.UTF8.GetString(content);
    }

    /// <summary>The table that must be bound before its rows can be read; null when that is so, and then where they go, if anywhere.</summary>
    private RelationMessage? Find(uint oid, out TableRows? rows)
    {
        rows = null;
        if (!IsInTransaction) throw CaptureProtocol.Malformed("a row outside of a transaction");
        if (_isSkipped) return null;
        if (_tables.TryGetValue(oid, out rows) && !_stale.Contains(oid)) return null;
        if (!_relations.TryGetValue(oid, out var relation)) throw CaptureProtocol.Malformed("a row of an unknown table");
        return relation;
    }

    private static void Expect(byte found, char expected)
    {
        if (found != (byte)expected) throw CaptureProtocol.Malformed("a row");
    }
}
