using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>
/// The rows of one execution, pulled by the calling thread, which does the engine's work while it waits. One thread at a time. Disposing it early
/// stops the execution and gives back what its scans hold.
/// </summary>
public sealed unsafe class DuckDbResult : IDisposable
{
    private const int BatchRows = 16 * 1024;
    private const long BatchBytes = 1 << 20;
    private static readonly TimeSpan s_longestGathering = TimeSpan.FromMilliseconds(50);
    private readonly DuckDbPrepared _prepared;
    private readonly bool _ownsPrepared;
    private readonly EngineExecution _execution;
    private readonly ResultHandle _result = new();
    private ColumnGatherer[]? _columns;
    private bool _isFirstBatch = true;
    private bool _hasEnded;
    private bool _isDisposed;

    internal DuckDbResult(DuckDbPrepared prepared, Schema? expected, bool ownsPrepared, CancellationToken cancellationToken)
    {
        (_prepared, _ownsPrepared) = (prepared, ownsPrepared);
        Schema = expected ?? prepared.DescribeResult();
        _execution = prepared.Connection.Begin(cancellationToken);
    }

    public Schema Schema { get; }

    /// <summary>
    /// The next rows, the caller's to dispose; false at the end. The first call starts the execution. The first batch has what the engine produced first, later ones up to 16K rows or 1 MB.
    /// </summary>
    public bool TryRead([NotNullWhen(true)] out RecordBatch? batch)
    {
        batch = null;
        if (_hasEnded) return false;
        var columns = _columns ??= Execute();
        var rows = 0;
        var started = Stopwatch.GetTimestamp();
        do
        {
            if (_execution.Token.IsCancellationRequested) throw Cancelled();
            var chunk = _result.FetchChunk();
            if (chunk == 0)
            {
                if (DuckDbApi.ResultError(_result) != null) throw Failure();
                _hasEnded = true;
                break;
            }

            rows += Gather(chunk, columns);
        }
        while (rows == 0 || !(_isFirstBatch || rows > BatchRows - DuckDbApi.ChunkRows || BytesOf(columns) >= BatchBytes || Stopwatch.GetElapsedTime(started) > s_longestGathering));

        _isFirstBatch = false;
        if (rows == 0) return false;
        batch = new RecordBatch(Schema, [.. columns.Select(column => column.Finish())], rows);
        return true;
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        foreach (var column in _columns ?? []) column.Dispose();
        if (!_hasEnded) _execution.Cancel();
        _result.Dispose();
        _execution.StopInterrupting();
        if (!_hasEnded && _columns is not null) _prepared.Connection.DropUnfinishedResult();
        _prepared.Connection.End();
        _execution.Dispose();
        if (_ownsPrepared) _prepared.Dispose();
    }

    private static int Gather(nint chunk, ColumnGatherer[] columns)
    {
        try
        {
            var rows = (int)DuckDbApi.DataChunkGetSize(chunk);
            for (var i = 0; i < columns.Length; i++) columns[i].Append(DuckDbApi.DataChunkGetVector(chunk, (ulong)i), 0, rows);
            return rows;
        }
        finally
        {
            DuckDbApi.DestroyDataChunk(ref chunk);
        }
    }

    private static long BytesOf(ColumnGatherer[] columns)
    {
        var bytes = 0L;
        foreach (var column in columns) bytes += column.ByteSize;
        return bytes;
    }

    private ColumnGatherer[] Execute()
    {
        if (PendingExecution.Run(_prepared.Handle, streams: true, _result) == NativeState.Error) throw Failure();
        // The engine knows no result without columns: there it returns one that nobody asked for.
        if (Schema.FieldCount == 0) return [];
        var count = (int)DuckDbApi.ColumnCount(_result);
        if (count != Schema.FieldCount)
            throw new GatewayException(SqlState.InternalError, $"the engine returned {count} columns where {Schema.FieldCount} were expected");
        var columns = new ColumnGatherer[count];
        for (var i = 0; i < count; i++)
        {
            using var type = DuckDbApi.ColumnLogicalType(_result, (ulong)i);
            columns[i] = ColumnGatherer.Create(EngineType.FromNative(type), Schema.FieldsList[i]);
        }

        return columns;
    }

    private Exception Failure()
    {
        _hasEnded = true;
        var failure = _prepared.Connection.Failure(_result);
        return failure is GatewayException { State.Category: SqlStateCategory.Internal } or OperationCanceledException && _execution.Token.IsCancellationRequested
            ? Cancelled()
            : failure;
    }

    private OperationCanceledException Cancelled() => new("the statement was cancelled", _execution.Token);
}
