using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Transactions;

/// <summary>Reads one statement's rows on a connection it shares with others.</summary>
internal sealed class PortalRun : IAsyncDisposable
{
    private readonly WritingConnection _connection;
    private readonly Portal _portal;
    private bool _isOpen;

    public PortalRun(WritingConnection connection, PostgreSqlOptions options, RemoteStatement statement)
    {
        _connection = connection;
        _portal = new Portal(connection.Connection, connection.NextPortalName(), statement, options.FetchRows);
        statement.Progress.AddConnection();
        Interlocked.Increment(ref connection.OpenPortals);
    }

    /// <summary>Rows the server says it has affected, once all are read.</summary>
    public long RowCount => _portal.RowCount;

    /// <summary>The next batch, the caller's to dispose; null at the end.</summary>
    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_portal.Take() is { } batch) return batch;
            if (_portal.IsComplete) return null;
            await _connection.RunAsync(_isOpen ? _portal.StepAsync : _portal.OpenAsync, cancellationToken);
            _isOpen = true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Interlocked.Decrement(ref _connection.OpenPortals);
        try
        {
            if (_isOpen && !_portal.IsComplete && !_connection.Connection.IsTransactionFailed) await _connection.RunAsync(_portal.CloseAsync, CancellationToken.None);
        }
        catch (GatewayException)
        {
            // It goes with its transaction.
        }
        finally
        {
            _portal.Dispose();
        }
    }
}
