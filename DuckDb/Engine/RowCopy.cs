using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>A table of an attached database.</summary>
public sealed record AttachedTable(string Database, string Name);

/// <summary>
/// Copies the rows of a query into a table that another connection writes: what a transaction sees becomes durable outside of it. The engine's vectors go from one to the
/// other as they are, so that every value stays exactly what it is.
/// </summary>
internal static unsafe class RowCopy
{
    /// <returns>How many rows, and the largest value of the second column, a bigint; the least possible without rows.</returns>
    public static (long Count, long Largest) Run(DuckDbConnection from, string sql, DuckDbConnection into, AttachedTable table, CancellationToken cancellationToken)
    {
        using var prepared = from.Prepare(sql);
        using var reading = from.Begin(cancellationToken);
        try
        {
            using var writing = into.Begin(cancellationToken);
            try
            {
                return Copy(prepared, into, table, reading.Token);
            }
            finally
            {
                into.End();
            }
        }
        finally
        {
            from.End();
        }
    }

    private static (long Count, long Largest) Copy(DuckDbPrepared prepared, DuckDbConnection into, AttachedTable table, CancellationToken cancellationToken)
    {
        var created = DuckDbApi.AppenderCreate(into.Handle, table.Database, "main", table.Name, out var native);
        using var appender = new AppenderHandle(native);
        Check(created, into, appender);
        using var result = new ResultHandle();
        if (PendingExecution.Run(prepared.Handle, streams: true, result) == NativeState.Error) throw prepared.Connection.Failure(result);
        var (count, largest) = (0L, long.MinValue);
        while (result.FetchChunk() is not 0 and var chunk)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                Check(DuckDbApi.AppendDataChunk(appender, chunk), into, appender);
                count += (long)DuckDbApi.DataChunkGetSize(chunk);
                largest = Math.Max(largest, LargestOf(chunk));
            }
            finally
            {
                DuckDbApi.DestroyDataChunk(ref chunk);
            }
        }

        if (DuckDbApi.ResultError(result) != null) throw prepared.Connection.Failure(result);
        Check(DuckDbApi.AppenderClose(appender), into, appender);
        return (count, largest);
    }

    private static long LargestOf(nint chunk)
    {
        var numbers = new ReadOnlySpan<long>(DuckDbApi.VectorGetData(DuckDbApi.DataChunkGetVector(chunk, 1)), (int)DuckDbApi.DataChunkGetSize(chunk));
        var largest = long.MinValue;
        foreach (var number in numbers) largest = Math.Max(largest, number);
        return largest;
    }

    private static void Check(NativeState state, DuckDbConnection connection, AppenderHandle appender)
    {
        if (state == NativeState.Success) return;
        var text = DuckDbApi.BorrowedText(DuckDbApi.AppenderError(appender)) ?? "";
        throw connection.Failure(EngineErrors.TypeOf(text), text);
    }
}
