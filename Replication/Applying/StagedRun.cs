using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// Consecutive changes of one table that can be brought to targets together: a truncation is a run of its own. The changes of a table are numbered through a whole group. Owns their batches, and a slot of the engine
/// while it is open.
/// </summary>
internal sealed class StagedRun(CapturedTableRecord table, long first, ChangePosition? last) : IDisposable
{
    private readonly List<Part> _parts = [];
    private BatchList? _rows;
    private long _slot;
    private DuckDbEngine? _engine;

    public CapturedTableRecord Table => table;

    /// <summary>The number of the first change.</summary>
    public long First => first;

    public long Count { get; private set; }

    public long ByteSize { get; private set; }

    public bool IsTruncate { get; private set; }

    /// <summary>The captured columns that some change does not tell.</summary>
    public IReadOnlyList<int> Untold { get; private set; } = [];

    /// <summary>See <see cref="StepRows.AreAfterImages"/>.</summary>
    public bool AreAfterImages { get; private set; } = true;

    /// <summary>True when the last row is the first half of an update: the other half must come along.</summary>
    public bool EndsInUpdate { get; private set; }

    /// <summary>How many transactions the changes between two numbers are of, but for one that earlier changes of the table belong to as well.</summary>
    public int TransactionsIn(long number, long to)
    {
        var count = 0;
        var before = last;
        foreach (var part in _parts)
        {
            var rows = part.Rows.Column(ChangeColumns.Transaction).ValueSpan<int>();
            var transaction = -1;
            for (var row = (int)Math.Max(0, number - part.First); row < rows.Length && part.First + row <= to; row++)
            {
                if (rows[row] == transaction) continue;
                transaction = rows[row];
                var position = part.Transactions[transaction].Position;
                if (position != before) count++;
                before = position;
            }
        }

        return count;
    }

    /// <summary>Takes over the rows.</summary>
    public void Add(BacklogChunk chunk, RecordBatch rows)
    {
        var kinds = rows.Column(ChangeColumns.Kind);
        _parts.Add(new Part(chunk.Number, chunk.Chunk.Transactions, rows, first + Count));
        IsTruncate = rows.Length == 1 && KindAt(rows, 0) == ChangeKind.Truncate;
        EndsInUpdate = KindAt(rows, rows.Length - 1) == ChangeKind.BeforeImage;
        for (var row = 0; AreAfterImages && row < rows.Length; row++) AreAfterImages = KindAt(rows, row) == ChangeKind.AfterImage;
        if (rows.Column(ChangeColumns.Untold).NullCount < rows.Length) Untold = [.. Untold.Union(UntoldIn(rows)).Order()];
        Count += rows.Length;
        ByteSize += rows.ByteSize;
    }

    /// <summary>Offers the changes to statements of the engine.</summary>
    public StepRows Open(DuckDbEngine engine)
    {
        if (_engine is null)
        {
            var schema = SchemaOf(_parts[0].Rows.Schema);
            var isAfterBefore = false;
            List<RecordBatch> batches = [];
            foreach (var part in _parts) batches.Add(Staged(part, schema, ref isAfterBefore));
            _rows = new BatchList(schema, batches);
            (_engine, _slot) = (engine, engine.OpenSlot(_rows));
        }

        return new StepRows(ScanOf(_slot, Columns, Untold), Untold, Count) { AreAfterImages = AreAfterImages };
    }

    public static string ScanOf(long slot, int columns, IReadOnlyList<int> untold)
    {
        var names = Enumerable.Range(0, columns).Select(i => string.Create(CultureInfo.InvariantCulture, $", x{i}")).Concat(untold.Select(i => string.Create(CultureInfo.InvariantCulture, $", u{i}")));
        return string.Create(CultureInfo.InvariantCulture, $"(SELECT * FROM gw_scan({slot}) AS r(n, op, ct, seq{string.Concat(names)}))");
    }

    /// <summary>The changes from a number on by the source transactions they are of, which may have more of them in other runs.</summary>
    public IEnumerable<(long First, long Last, ChangePosition Position)> ByTransaction(long from)
    {
        (long First, long Last, ChangePosition Position)? open = null;
        foreach (var part in _parts)
        {
            var rows = part.Rows.Column(ChangeColumns.Transaction);
            for (var row = (int)Math.Max(0, from - part.First); row < part.Rows.Length; row++)
            {
                var position = part.Transactions[rows.GetValue<int>(row)].Position;
                var number = part.First + row;
                if (open is { } begun && begun.Position == position)
                {
                    open = begun with { Last = number };
                    continue;
                }

                if (open is { } whole) yield return whole;
                open = (number, number, position);
            }
        }

        if (open is { } last) yield return last;
    }

    /// <summary>The columns that <see cref="Open"/> offers.</summary>
    public Schema Schema => SchemaOf(_parts[0].Rows.Schema);

    /// <summary>How many columns the captured table has.</summary>
    public int Columns => _parts[0].Rows.Schema.FieldCount - ChangeColumns.Count;

    /// <summary>Where a change is in the backlog, and its letter.</summary>
    public (ChangePlace Place, ChangeKind Kind, bool IsPaired) Find(long number)
    {
        var part = _parts.Last(candidate => candidate.First <= number);
        var row = (int)(number - part.First);
        var transaction = part.Rows.Column(ChangeColumns.Transaction).GetValue<int>(row);
        var kind = KindAt(part.Rows, row);
        var isPaired = kind == ChangeKind.AfterImage && KindBefore(number) == ChangeKind.BeforeImage;
        return (new ChangePlace(part.Chunk, table.Id, transaction, part.Rows.Column(ChangeColumns.Sequence).GetValue<long>(row)), kind, isPaired);
    }

    public ChangeTransaction TransactionOf(long number)
    {
        var part = _parts.Last(candidate => candidate.First <= number);
        return part.Transactions[part.Rows.Column(ChangeColumns.Transaction).GetValue<int>((int)(number - part.First))];
    }

    /// <summary>The number of the first change of a transaction that ends behind a position; the number behind the last change when none does.</summary>
    public long FirstBehind(ChangePosition position)
    {
        foreach (var part in _parts.Where(part => part.Transactions[^1].Position > position))
        {
            var transactions = part.Rows.Column(ChangeColumns.Transaction).ValueSpan<int>();
            for (var row = 0; row < transactions.Length; row++)
                if (part.Transactions[transactions[row]].Position > position) return part.First + row;
        }

        return first + Count;
    }

    /// <summary>The numbers of the changes at a place: two for an update with both images, none when it is not here.</summary>
    public IEnumerable<long> NumbersAt(ChangePlace place)
    {
        if (place.Table != table.Id) yield break;
        foreach (var part in _parts.Where(part => part.Chunk == place.Chunk))
        {
            var (transactions, sequences) = (part.Rows.Column(ChangeColumns.Transaction), part.Rows.Column(ChangeColumns.Sequence));
            for (var row = 0; row < part.Rows.Length; row++)
            {
                if (sequences.GetValue<long>(row) != place.Sequence || transactions.GetValue<int>(row) != place.Transaction) continue;
                var number = part.First + row;
                yield return number;
                if (KindAt(part.Rows, row) == ChangeKind.BeforeImage) yield return number + 1;
                else if (Find(number).IsPaired) yield return number - 1;
            }
        }
    }

    public void Dispose()
    {
        _engine?.CloseSlot(_slot);
        _rows?.Dispose();
        foreach (var part in _parts) part.Rows.Dispose();
    }

    private ChangeKind? KindBefore(long number) => number == first ? null : KindAt(number - 1);

    private ChangeKind KindAt(long number)
    {
        var part = _parts.Last(candidate => candidate.First <= number);
        return KindAt(part.Rows, (int)(number - part.First));
    }

    private static ChangeKind KindAt(RecordBatch rows, int row) => (ChangeKind)rows.Column(ChangeColumns.Kind).GetBytes(row)[0];

    private Schema SchemaOf(Schema changes) => new(
    [
        new Field("n", SqlType.Int8), new Field("op", SqlType.Text), new Field("ct", SqlType.Timestamp), new Field("seq", SqlType.Int8),
        .. changes.FieldsList.Skip(ChangeColumns.Count), .. Untold.Select(_ => new Field("u", SqlType.Boolean)),
    ]);

    private RecordBatch Staged(Part part, Schema schema, ref bool isAfterBefore)
    {
        using var numbers = new ArrayBuilder(NumberType.Int64);
        using var letters = new ArrayBuilder(StringType.Default);
        using var times = new ArrayBuilder(schema.FieldsList[2].DataType);
        var commits = part.Transactions.Select(transaction => (transaction.CommitTime.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond).ToArray();
        var transactions = part.Rows.Column(ChangeColumns.Transaction).ValueSpan<int>();
        for (var row = 0; row < part.Rows.Length; row++)
        {
            var kind = KindAt(part.Rows, row);
            numbers.Append(part.First + row);
            letters.AppendBytes([isAfterBefore && kind == ChangeKind.AfterImage ? (byte)'V' : (byte)kind]);
            times.Append(commits[transactions[row]]);
            isAfterBefore = kind == ChangeKind.BeforeImage;
        }

        return new RecordBatch(
            schema,
            [
                numbers.Finish(), letters.Finish(), times.Finish(), part.Rows.Column(ChangeColumns.Sequence).Retain(),
                .. part.Rows.Columns.Skip(ChangeColumns.Count).Select(column => column.Retain()), .. Untold.Select(column => Bits(part.Rows, column)),
            ],
            part.Rows.Length);
    }

    private static ArrayData Bits(RecordBatch rows, int column)
    {
        using var builder = new ArrayBuilder(BooleanType.Default);
        for (var row = 0; row < rows.Length; row++) builder.AppendBoolean(IsUntold(rows, row, column));
        return builder.Finish();
    }

    // Of a row that is gone only the key is needed.
    private static bool IsUntold(RecordBatch rows, int row, int column)
    {
        var untold = rows.Column(ChangeColumns.Untold);
        if (untold.IsNull(row) || KindAt(rows, row) == ChangeKind.Exterminate) return false;
        var bits = untold.GetBytes(row);
        return column / 8 < bits.Length && (bits[column / 8] & (1 << (column % 8))) != 0;
    }

    private static HashSet<int> UntoldIn(RecordBatch rows)
    {
        var untold = rows.Column(ChangeColumns.Untold);
        HashSet<int> columns = [];
        for (var row = 0; row < rows.Length; row++)
        {
            if (untold.IsNull(row) || KindAt(rows, row) == ChangeKind.Exterminate) continue;
            var bits = untold.GetBytes(row);
            for (var i = 0; i < bits.Length * 8; i++)
                if ((bits[i / 8] & (1 << (i % 8))) != 0) columns.Add(i);
        }

        return columns;
    }

    private sealed record Part(long Chunk, IReadOnlyList<ChangeTransaction> Transactions, RecordBatch Rows, long First);
}
