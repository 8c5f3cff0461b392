using FederationGateway.DuckDb;

namespace FederationGateway.Executor.Local;

/// <summary>A remainder planned by the engine, with the connection that planned it: the next run needs new rows in its slots and nothing else. Owns all three.</summary>
internal sealed class KeptRemainder(WrittenRemainder written, DuckDbConnection connection, DuckDbPrepared prepared) : IDisposable
{
    public WrittenRemainder Written { get; } = written;

    public DuckDbConnection Connection { get; } = connection;

    public DuckDbPrepared Prepared { get; } = prepared;

    /// <summary>False once the engine that planned it has failed.</summary>
    public bool IsUsable => !Connection.Engine.IsInvalidated;

    public void Dispose()
    {
        Prepared.Dispose();
        Written.Dispose();
        Connection.Dispose();
    }
}
