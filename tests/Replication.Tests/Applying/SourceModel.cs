using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>
/// A source that changes at random and tells of it in every way a source can, with what the targets must show in the end worked out a row at a time.
/// </summary>
internal sealed class SourceModel(SourceStream stream, Random random)
{
    public const int FilterFrom = 5;

    public static readonly RemoteTable[] Tables =
    [
        SourceStream.Define("documents", 1, ("id", SqlType.Int4), ("views", SqlType.Int4), ("body", SqlType.Text)),
        SourceStream.Define("pairs", 2, ("left_id", SqlType.Int4), ("right_id", SqlType.Text), ("weight", SqlType.Int4)),
        SourceStream.Define("events", 0, ("number", SqlType.Int4), ("text", SqlType.Text)),
    ];

    private readonly Dictionary<int, object?[]> _documents = [];
    private readonly Dictionary<(int, string), object?[]> _pairs = [];
    private readonly List<object?[]> _events = [];
    private readonly Dictionary<int, string> _marked = [];
    private readonly List<string> _log = [];
    private int _nextBody;

    /// <summary>Changes told of each table.</summary>
    public Dictionary<int, long> Told { get; } = new() { [1] = 0, [2] = 0, [3] = 0 };

    public string[] Documents => Texts(_documents.Values);

    public string[] FilteredDocuments => Texts(_documents.Values.Where(row => (int?)row[1] >= FilterFrom));

    public string[] MarkedDocuments => Sorted(_marked.Values);

    public string[] LoggedDocuments => Sorted(_log);

    public string[] Pairs => Texts(_pairs.Values);

    public string[] Events => Texts(_events);

    /// <summary>Rows of <see cref="Tables"/> as they are now, by the table's number.</summary>
    public IEnumerable<object?[]> RowsOf(int table) => table switch { 1 => _documents.Values, 2 => _pairs.Values, _ => _events };

    /// <summary>Targets that say more than the rows are loaded as of now.</summary>
    public void Load(string time)
    {
        _marked.Clear();
        _log.Clear();
        foreach (var (id, row) in _documents)
        {
            _marked[id] = $"{Text(row)} I {time}";
            _log.Add($"{_marked[id]} 0");
        }
    }

    /// <summary>A transaction, in one chunk or several.</summary>
    public void Transact()
    {
        stream.Begin();
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            switch (random.Next(10))
            {
                case < 5: ChangeDocuments(); break;
                case < 7: ChangePairs(); break;
                case < 9: ChangeEvents(); break;
                default: if (random.Next(4) == 0) Truncate(); break;
            }

            if (random.Next(6) == 0) stream.Send(endsInTransaction: true);
        }

        if (random.Next(3) == 0) stream.Send();
    }

    private void ChangeDocuments()
    {
        var ids = _documents.Keys.ToList();
        if (ids.Count == 0 || random.Next(3) == 0)
        {
            var id = NewId();
            Insert(random.Next(3) == 0 ? 'A' : 'I', [id, random.Next(10), NewBody()]);
            return;
        }

        var old = _documents[ids[random.Next(ids.Count)]];
        switch (random.Next(4))
        {
            case 0: Delete(old); break;
            case 1: ChangeKey(old); break;
            default: Update(old); break;
        }
    }

    private void Insert(char kind, object?[] row)
    {
        Tell(1, kind, row);
        _documents[(int)row[0]!] = row;
        Log(kind, row);
        Mark(row, 'A');
    }

    private void Delete(object?[] old)
    {
        var isKnown = random.Next(2) == 0;
        if (isKnown) Tell(1, 'D', old);
        else Tell(1, 'X', [old[0], SourceStream.Untold, SourceStream.Untold]);
        _documents.Remove((int)old[0]!);
        Log(isKnown ? 'D' : 'X', isKnown ? old : [old[0], null, null]);
        Mark(old, 'D');
    }

    private void Update(object?[] old)
    {
        var keepsBody = random.Next(2) == 0;
        object?[] row = [old[0], random.Next(10), keepsBody ? old[2] : NewBody()];
        var hasBefore = random.Next(2) == 0;

        // A row that a filter lets in needs its body from somewhere.
        var isUntold = keepsBody && (hasBefore || (int)row[1]! < FilterFrom || (int)old[1]! >= FilterFrom);
        if (hasBefore)
        {
            Tell(1, 'B', old);
            Log('B', old);
        }
        else if (random.Next(5) == 0)
        {
            Tell(1, 'A', row);
            Become(old, row, 'A');
            return;
        }

        Tell(1, 'U', isUntold ? [row[0], row[1], SourceStream.Untold] : row);
        Become(old, row, 'U');
    }

    private void ChangeKey(object?[] old)
    {
        object?[] row = [NewId(), random.Next(10), old[2]];
        switch (random.Next(4))
        {
            case 0:
                Tell(1, 'X', [old[0], SourceStream.Untold, SourceStream.Untold]);
                Log('X', [old[0], null, null]);
                Tell(1, 'I', row);
                Become(old, row, 'I');
                return;
            case 1 when (int)row[1]! < FilterFrom || (int)old[1]! >= FilterFrom:
                Tell(1, 'B', [old[0], SourceStream.Untold, SourceStream.Untold]);
                Log('B', old);
                Tell(1, 'U', [row[0], row[1], SourceStream.Untold]);
                break;
            case 2:
                Tell(1, 'B', old);
                Log('B', old);
                Tell(1, 'U', [row[0], row[1], SourceStream.Untold]);
                break;
            default:
                Tell(1, 'B', old);
                Log('B', old);
                Tell(1, 'U', row);
                break;
        }

        Become(old, row, 'U');
    }

    private void Become(object?[] old, object?[] row, char letter)
    {
        _documents.Remove((int)old[0]!);
        _documents[(int)row[0]!] = row;
        Log(letter, row);
        if (!Equals(old[0], row[0])) Mark(old, 'D');
        Mark(row, 'A');
    }

    private void ChangePairs()
    {
        var key = (random.Next(4), random.Next(2) == 0 ? "x" : "y");
        if (!_pairs.TryGetValue(key, out var old)) Tell(2, 'I', _pairs[key] = [key.Item1, key.Item2, random.Next(100)]);
        else if (random.Next(2) == 0)
        {
            Tell(2, 'D', old);
            _pairs.Remove(key);
        }
        else Tell(2, 'U', _pairs[key] = [key.Item1, key.Item2, random.Next(100)]);
    }

    private void ChangeEvents()
    {
        if (_events.Count == 0 || random.Next(2) == 0)
        {
            _events.Add([random.Next(3), random.Next(3) == 0 ? null : "e" + random.Next(2).ToString(CultureInfo.InvariantCulture)]);
            Tell(3, 'I', _events[^1]);
            return;
        }

        var index = random.Next(_events.Count);
        var old = _events[index];
        if (random.Next(2) == 0)
        {
            Tell(3, 'D', old);
            _events.RemoveAt(index);
            return;
        }

        Tell(3, 'B', old);
        _events[index] = [random.Next(3), old[1]];
        Tell(3, 'U', random.Next(2) == 0 ? _events[index] : [_events[index][0], SourceStream.Untold]);
    }

    private void Truncate()
    {
        var table = random.Next(1, 4);
        stream.Send(endsInTransaction: true);
        Tell(table, 'T');
        if (table == 1)
        {
            Log('T', [null, null, null]);
            foreach (var row in _documents.Values) Mark(row, 'D');
            _documents.Clear();
        }
        else if (table == 2) _pairs.Clear();
        else _events.Clear();
        stream.Send(endsInTransaction: true);
    }

    private void Tell(int table, char kind, params object?[] values)
    {
        Told[table]++;
        stream.Row(table, kind, values);
    }

    // A key may come back: the row it names then is another one.
    private int NewId()
    {
        int id;
        do id = random.Next(12 + _documents.Count);
        while (_documents.ContainsKey(id));
        return id;
    }

    private string NewBody() => "b" + (_nextBody++).ToString(CultureInfo.InvariantCulture);

    private void Log(char letter, object?[] row) => _log.Add($"{Text(row)} {letter} {stream.Now} {stream.Sequence.ToString(CultureInfo.InvariantCulture)}");

    private void Mark(object?[] row, char letter) => _marked[(int)row[0]!] = $"{Text(row)} {letter} {stream.Now}";

    private static string Text(IEnumerable<object?> row) => string.Join(' ', row.Select(value => value is null ? "NULL" : Convert.ToString(value, CultureInfo.InvariantCulture)));

    private static string[] Texts(IEnumerable<object?[]> rows) => Sorted(rows.Select(Text));

    private static string[] Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];
}
