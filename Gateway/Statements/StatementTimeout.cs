using FederationGateway.Common;

namespace FederationGateway.Gateway.Statements;

/// <summary>Cancels a statement that runs longer than <c>statement_timeout</c>, and tells that apart from a client's cancel.</summary>
internal sealed class StatementTimeout : IDisposable
{
    private readonly CancellationTokenSource? _source;
    private readonly CancellationToken _client;

    public StatementTimeout(TimeSpan limit, CancellationToken client)
    {
        _client = client;
        if (limit > TimeSpan.Zero)
        {
            _source = CancellationTokenSource.CreateLinkedTokenSource(client);
            _source.CancelAfter(limit);
        }

        Token = _source?.Token ?? client;
    }

    public CancellationToken Token { get; }

    /// <summary>The exception to report in place of a cancellation that the timeout caused.</summary>
    public Exception Translate(Exception e) =>
        e is OperationCanceledException && _source is { IsCancellationRequested: true } && !_client.IsCancellationRequested
            ? new GatewayException(SqlState.QueryCanceled, "canceling statement due to statement timeout")
            : e;

    public void Dispose() => _source?.Dispose();
}
