using System.Runtime.CompilerServices;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements.Cursors;

/// <summary>A query being read step by step by FETCH and MOVE. It stands before the first row, on a row, or behind the last. Used by one statement at a time.</summary>
internal sealed class SqlCursor : IAsyncDisposable
{
    private readonly IRowExecution _execution;
    private readonly CancellationTokenSource _cancellation;
    private readonly CursorRows _rows;
    private long _position;
    private bool _hasFailed;

    /// <param name="execution">The running query, which ends with the cursor.</param>
    /// <param name="cancellation">What <paramref name="execution"/> was started with.</param>
    public SqlCursor(DeclareCursorStatement declaration, string text, IReadOnlyList<ResultColumn> columns, DateTime time, IRowExecution execution, CancellationTokenSource cancellation)
    {
        (Declaration, Text, Columns, CreationTime) = (declaration, text, columns, time);
        (_execution, _cancellation) = (execution, cancellation);
        _rows = new CursorRows(execution.ReadBatchesAsync(cancellation.Token), keeps: declaration.Scroll == true, cancellation.Token);
    }

    public DeclareCursorStatement Declaration { get; }

    /// <summary>The text it was declared with.</summary>
    public string Text { get; }

    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>UTC.</summary>
    public DateTime CreationTime { get; }

    /// <summary>True when it stays although its transaction has ended: declared WITH HOLD by a transaction that was committed.</summary>
    public bool IsHeld { get; set; }

    /// <summary>
    /// The rows of FETCH, in the order asked for; the cursor stands on the last one handed out, or behind the end it met. <paramref name="count"/> is null for ALL.
    /// </summary>
    public async IAsyncEnumerable<RecordBatch> FetchAsync(FetchDirection direction, long? count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_hasFailed) throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"portal \"{Declaration.Name.Text}\" cannot be run");
        await using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _cancellation);
        await using var rows = Rows(direction, count).GetAsyncEnumerator(CancellationToken.None);
        while (true)
        {
            _hasFailed = true;
            if (!await rows.MoveNextAsync()) break;
            _hasFailed = false;
            yield return rows.Current;
        }

        _hasFailed = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync();
        await _execution.DisposeAsync();
        _cancellation.Dispose();
    }

    private IAsyncEnumerable<RecordBatch> Rows(FetchDirection direction, long? count) => (direction, count) switch
    {
        (FetchDirection.Absolute, < 0) => FromEndAsync(-count.Value),
        (FetchDirection.Absolute, { } number) => AtAsync(number),
        (_, 0) => AgainAsync(),
        (FetchDirection.Relative, { } number) => AtAsync(Math.Max(0, Saturated(_position, number))),
        (FetchDirection.Forward, < 0) => BackwardAsync(Magnitude(count.Value)),
        (FetchDirection.Forward, _) => ForwardAsync(count ?? long.MaxValue),
        (_, < 0) => ForwardAsync(Magnitude(count.Value)),
        _ => BackwardAsync(count ?? long.MaxValue),
    };

    private async IAsyncEnumerable<RecordBatch> ForwardAsync(long count)
    {
        while (count > 0)
        {
            if (!await _rows.ReachAsync(Saturated(_position, 1)))
            {
                _position = _rows.Count + 1;
                yield break;
            }

            foreach (var slice in _rows.Slices(_position + 1, Math.Min(_rows.Count, Saturated(_position, count))))
            {
                _position += slice.Length;
                count -= slice.Length;
                yield return slice;
            }

            _rows.Pass(_position);
        }
    }

    private async IAsyncEnumerable<RecordBatch> BackwardAsync(long count)
    {
        RequireScroll();
        for (; count > 0 && _position > 0; count--)
        {
            _position--;
            foreach (var slice in _rows.Slices(_position, _position)) yield return slice;
        }

        await ValueTask.CompletedTask;
    }

    // The row of that number alone; the cursor then stands where it would be.
    private async IAsyncEnumerable<RecordBatch> AtAsync(long number)
    {
        if (number <= _position && !(number == 0 && _position == 0)) RequireScroll();
        if (number > 0 && !await _rows.ReachAsync(number)) number = _rows.Count + 1;
        _position = number;
        foreach (var slice in _rows.Slices(number, number)) yield return slice;
        _rows.Pass(number);
    }

    private async IAsyncEnumerable<RecordBatch> FromEndAsync(long number)
    {
        RequireScroll();
        await _rows.ReachAsync(long.MaxValue);
        _position = Math.Max(0, _rows.Count + 1 - number);
        foreach (var slice in _rows.Slices(_position, _position)) yield return slice;
    }

    private async IAsyncEnumerable<RecordBatch> AgainAsync()
    {
        if (_position == 0 || _position > _rows.Count) yield break;
        RequireScroll();
        await ValueTask.CompletedTask;
        foreach (var slice in _rows.Slices(_position, _position)) yield return slice;
    }

    private void RequireScroll()
    {
        if (!_rows.Keeps) throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, "cursor can only scan forward") { Hint = "Declare it with SCROLL option to enable backward scan." };
    }

    private static long Saturated(long position, long count) => count > 0 && position > long.MaxValue - count ? long.MaxValue : position + count;

    private static long Magnitude(long count) => count == long.MinValue ? long.MaxValue : Math.Abs(count);
}
