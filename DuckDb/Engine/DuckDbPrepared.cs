using System.Text;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>
/// A planned statement of a connection. Statements without parameters keep their plan (16 µs an execution); with parameters over a scan the
/// engine plans again each time. Parameters count from 1 and keep their values until bound again.
/// </summary>
public sealed unsafe class DuckDbPrepared : IDisposable
{
    private IReadOnlyList<ResultColumn>? _columns;

    internal DuckDbPrepared(DuckDbConnection connection, PreparedHandle handle)
    {
        Connection = connection;
        Handle = handle;
    }

    public DuckDbConnection Connection { get; }

    public int ParameterCount => (int)DuckDbApi.ParameterCount(Handle);

    /// <summary>The columns of the result.</summary>
    public IReadOnlyList<ResultColumn> Columns => _columns ??= [.. Enumerable.Range(0, (int)DuckDbApi.PreparedColumnCount(Handle)).Select(ColumnAt)];

    /// <summary>The result's columns as they are delivered when no other schema is asked for.</summary>
    public Schema DescribeResult() => new([.. Columns.Select(column => column.Field)]);

    internal PreparedHandle Handle { get; }

    public void Bind(int parameter, bool value) => Check(DuckDbApi.BindBoolean(Handle, (ulong)parameter, value ? (byte)1 : (byte)0));

    public void Bind(int parameter, int value) => Check(DuckDbApi.BindInt32(Handle, (ulong)parameter, value));

    public void Bind(int parameter, long value) => Check(DuckDbApi.BindInt64(Handle, (ulong)parameter, value));

    public void Bind(int parameter, double value) => Check(DuckDbApi.BindDouble(Handle, (ulong)parameter, value));

    /// <summary>Binds text; null binds a null.</summary>
    public void Bind(int parameter, string? value)
    {
        if (value is null)
        {
            BindNull(parameter);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* pointer = bytes) Check(DuckDbApi.BindVarchar(Handle, (ulong)parameter, pointer, (ulong)bytes.Length));
    }

    /// <summary>Binds a blob.</summary>
    public void Bind(int parameter, ReadOnlySpan<byte> value)
    {
        fixed (byte* pointer = value) Check(DuckDbApi.BindBlob(Handle, (ulong)parameter, pointer, (ulong)value.Length));
    }

    /// <summary>Binds a timestamptz, to the microsecond.</summary>
    public void Bind(int parameter, DateTimeOffset value) =>
        Check(DuckDbApi.BindTimestampTz(Handle, (ulong)parameter, (value.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond));

    public void BindNull(int parameter) => Check(DuckDbApi.BindNull(Handle, (ulong)parameter));

    /// <summary>Runs the statement to its end; returns the rows it inserted, updated or deleted.</summary>
    public long Execute(CancellationToken cancellationToken)
    {
        using var execution = Connection.Begin(cancellationToken);
        try
        {
            using var result = new ResultHandle();
            if (PendingExecution.Run(Handle, streams: false, result) == NativeState.Error) throw Connection.Failure(result);
            return (long)DuckDbApi.RowsChanged(result);
        }
        finally
        {
            Connection.End();
        }
    }

    /// <summary>Runs the statement and streams its rows; see <see cref="DuckDbConnection.Query"/>.</summary>
    public DuckDbResultReader Query(Schema? expected, CancellationToken cancellationToken) => new(token => OpenResult(expected, token), cancellationToken);

    /// <summary>Runs the statement and lets the calling thread pull its rows.</summary>
    public DuckDbResult OpenResult(Schema? expected, CancellationToken cancellationToken) => OpenResult(expected, ownsPrepared: false, cancellationToken);

    internal DuckDbResult OpenResult(Schema? expected, bool ownsPrepared, CancellationToken cancellationToken) => new(this, expected, ownsPrepared, cancellationToken);

    public void Dispose()
    {
        Handle.Dispose();
        Connection.Forget(this);
    }

    private ResultColumn ColumnAt(int column)
    {
        using var type = DuckDbApi.PreparedColumnLogicalType(Handle, (ulong)column);
        var name = DuckDbApi.OwnedText(DuckDbApi.PreparedColumnName(Handle, (ulong)column)) ?? "";
        return ResultColumn.Of(name, EngineType.FromNative(type));
    }

    private static void Check(NativeState state)
    {
        if (state == NativeState.Error) throw new GatewayException(SqlState.InternalError, "the engine did not accept a parameter");
    }
}
