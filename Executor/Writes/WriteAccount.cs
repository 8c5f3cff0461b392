using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Executor.Local;
using FederationGateway.Federation;

namespace FederationGateway.Executor.Writes;

/// <summary>A statement that writes at a source, as <c>M_REMOTE_STATEMENTS</c> shows it.</summary>
internal sealed class WriteAccount
{
    private readonly StatementContext _context;
    private readonly RemoteStatementRecord _record;
    private readonly long _started;
    private string? _error;

    private WriteAccount(StatementContext context, RemoteStatementRecord record) => (_context, _record, _started) = (context, record, context.TimeProvider.GetTimestamp());

    public static WriteAccount Start(StatementContext context, string source, string sql, RemoteProgress progress)
    {
        var record = new RemoteStatementRecord(context.StatementId, context.SessionId, context.UserName, source, sql, progress, context.TimeProvider.GetUtcNow().UtcDateTime);
        context.RemoteStatements.Add(record);
        return new WriteAccount(context, record);
    }

    public void AddRows(long count) => _record.AddRows(count);

    /// <summary>Remembers why it failed.</summary>
    public async Task<T> WatchAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e)
        {
            _error = e is GatewayException or UploadRefusedException ? e.Message : e.GetType().Name;
            if (_context.HidesData && StoreErrors.Confidential(e) is var told && told != e) throw told;
            throw;
        }
    }

    public void End() => _record.End(_context.TimeProvider.GetUtcNow().UtcDateTime, _context.TimeProvider.GetElapsedTime(_started), _error);
}
