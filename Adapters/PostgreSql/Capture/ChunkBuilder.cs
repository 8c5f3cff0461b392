using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>
/// Gathers transactions and their rows until a chunk is cut; cut chunks wait in <see cref="Ready"/>. A transaction is listed in a chunk when it has rows there, and in the
/// chunk where it ends when an earlier one has a part of it.
/// </summary>
internal sealed class ChunkBuilder : IDisposable
{
    private const int MostRows = 10_000;
    private const long MostBytes = 1 << 20;
    private readonly List<TableRows> _touched = [];
    private List<ChangeTransaction> _transactions = [];
    private ChangeTransaction? _current;
    private bool _isListed;
    private bool _isContinued;
    private int _rows;
    private long _bytes;
    private long _sequence;

    public Queue<ChangeChunk> Ready { get; } = [];

    public bool IsInTransaction => _current is not null;

    /// <summary>Transactions that have ended and wait for their chunk to be cut.</summary>
    public bool HasWholeTransactions => _transactions.Count > (_isListed ? 1 : 0);

    /// <summary>The transaction's place in the chunk for its rows.</summary>
    public int TransactionIndex => _transactions.Count - 1;

    /// <summary>The place of the next row among all of its transaction.</summary>
    public long NextSequence() => _sequence++;

    public void Begin(ChangeTransaction transaction)
    {
        (_current, _isListed, _isContinued, _sequence) = (transaction, false, false, 0);
    }

    /// <summary>Before rows are appended to a table: lists the transaction, and cuts a chunk when the rows may not share it with those that are there.</summary>
    public void Touch(TableRows table, bool forTruncate)
    {
        if (table.IsTruncate || (forTruncate && table.Rows > 0)) Cut();
        List();
        if (table.Rows == 0) _touched.Add(table);
    }

    /// <summary>After a message with rows.</summary>
    public void Count(int rows, int bytes)
    {
        _rows += rows;
        _bytes += bytes;
        if (_rows >= MostRows || _bytes >= MostBytes) Cut();
    }

    /// <summary>The transaction's end. False when nothing tells of it: it had no rows here.</summary>
    public bool Commit()
    {
        if (_isContinued) List();
        var isListed = _isListed;
        (_current, _isListed, _isContinued) = (null, false, false);
        return isListed;
    }

    /// <summary>What was gathered becomes a chunk, if there is any.</summary>
    public void Cut()
    {
        if (_transactions.Count == 0) return;
        Ready.Enqueue(new ChangeChunk(_transactions, [.. _touched.Select(table => table.Finish())], EndsInTransaction: _isListed));
        _transactions = [];
        _touched.Clear();
        (_rows, _bytes) = (0, 0);
        if (_isListed) (_isListed, _isContinued) = (false, true);
    }

    /// <summary>A table is defined differently from here on.</summary>
    public void Add(TableDefinitionChange change)
    {
        Cut();
        List();
        Ready.Enqueue(new ChangeChunk(_transactions, [], EndsInTransaction: true) { DefinitionChange = change });
        _transactions = [];
        (_isListed, _isContinued) = (false, true);
    }

    /// <summary>A chunk without rows of one transaction that is not gathered here.</summary>
    public void Add(ChangeTransaction transaction, string? marker = null, TableDefinitionChange? change = null)
    {
        Cut();
        Ready.Enqueue(new ChangeChunk([transaction], []) { Marker = marker, DefinitionChange = change });
    }

    public void Dispose()
    {
        while (Ready.TryDequeue(out var chunk)) chunk.Dispose();
    }

    private void List()
    {
        if (_isListed) return;
        _transactions.Add(_current ?? throw CaptureProtocol.Malformed("a row outside of a transaction"));
        _isListed = true;
    }
}
