using FederationGateway.Adapters.Abstractions;
using FederationGateway.Replication.Tests.Applying;

namespace FederationGateway.Replication.CrashFollower;

/// <summary>Tells of a world's log from a line on. Every transaction is told alike whenever it is told: the history is gone through from its beginning to get there.</summary>
/// <param name="tables">The numbers of the captured tables, by name.</param>
internal sealed class ScriptedStream : IChangeStream
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(40);
    private static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly ScriptedWorld _world;
    private readonly IReadOnlyDictionary<string, int> _tables;
    private readonly SourceModel _model;
    private readonly List<ChangeChunk> _told = [];
    private readonly Queue<ChangeChunk> _ready = [];
    private readonly SourceStream _stream;
    private bool _isWanted;
    private long _line;
    private long _toldOf;

    public ScriptedStream(ScriptedWorld world, int history, IReadOnlyDictionary<string, int> tables, long after)
    {
        (_world, _tables, _line, _toldOf) = (world, tables, after, after);
        _stream = new SourceStream(Take, SourceModel.Tables);
        _model = new SourceModel(_stream, new Random(history));
        for (var left = world.TransactionsIn(after); left > 0; left--) Transact();
        _isWanted = true;
    }

    public bool IsClosed { get; private set; }

    public async ValueTask<ChangeChunk> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_ready.TryDequeue(out var chunk)) return chunk;
            var grown = _world.Grown;
            if (_line < _world.Count) Read(++_line);
            else if (await Task.WhenAny(grown, Task.Delay(TellEvery, cancellationToken)) != grown && _toldOf < _line)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Tell(new ChangeChunk([new ChangeTransaction("", ScriptedWorld.PositionOf(_line), Start)], []));
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Acknowledge(ChangePosition position) => _world.Confirm(position);

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        while (_ready.TryDequeue(out var chunk)) chunk.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Read(long line)
    {
        var text = _world.Line(line);
        if (text.StartsWith('M')) Tell(new ChangeChunk([new ChangeTransaction($"m{line}", ScriptedWorld.PositionOf(line), Start)], []) { Marker = text[1..] });
        if (text != "T") return;
        Transact();
        var published = _world.PublishedAt(line);
        foreach (var chunk in _told)
        {
            var mine = chunk.Tables.Where(table => published.Contains(NameOf(table)) && _tables.ContainsKey(NameOf(table))).ToList();
            foreach (var other in chunk.Tables.Except(mine)) other.Dispose();
            Tell(chunk with
            {
                Tables = [.. mine.Select(table => table with { Table = _tables[NameOf(table)] })],
                Transactions = [.. chunk.Transactions.Select(transaction => transaction with { Position = ScriptedWorld.PositionOf(line) })],
            });
        }

        _told.Clear();
    }

    private void Transact()
    {
        _model.Transact();
        if (_stream.IsPending) _stream.Send();
    }

    private void Tell(ChangeChunk chunk)
    {
        _ready.Enqueue(chunk);
        _toldOf = _line;
    }

    private void Take(ChangeChunk chunk)
    {
        if (_isWanted) _told.Add(chunk);
        else chunk.Dispose();
    }

    private static string NameOf(TableChanges table) => SourceModel.Tables[table.Table - 1].Path[1];
}
