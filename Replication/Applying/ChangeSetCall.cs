using FederationGateway.Adapters.Abstractions;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// What a local transaction does for a member whose target is a procedure: the rows of a source transaction are collected, however many parts they come in, and when another one begins, or the local transaction ends,
/// the procedure is called with them, or with what they have made of each key.
/// </summary>
internal sealed class ChangeSetCall(IChangeSetTarget target, DuckDbConnection connection, CancellationToken cancellationToken) : IAsyncDisposable
{
    private IChangeSetCalls? _calls;
    private ChangePosition? _position;
    private ChangeSet? _rows;
    private bool _isIgnored;

    /// <summary>The first change of the source transaction at hand: the place of all of it.</summary>
    public FailedRow? First { get; private set; }

    /// <summary>Begins with a source transaction, unless it is the one at hand.</summary>
    /// <returns>False when it is to be left out.</returns>
    public async Task<bool> BeginAsync(Member member, ChangePosition position, FailedRow first, bool isIgnored)
    {
        if (_position == position)
        {
            // Another definition of the table came in between.
            _rows = (ChangeSet)member.Writer;
            return !_isIgnored;
        }

        await EndAsync();
        (_position, _isIgnored, First, _rows) = (position, isIgnored, first, (ChangeSet)member.Writer);
        if (!isIgnored) await _rows.CreateAsync(connection, cancellationToken);
        return !isIgnored;
    }

    /// <summary>Calls the procedure with the source transaction at hand, when it has any changes for it.</summary>
    public async Task EndAsync()
    {
        if (_position is null) return;
        if (!_isIgnored && !await _rows!.IsEmptyAsync(connection, cancellationToken))
        {
            if (target.TakesNetChanges) await NetChanges.LeaveAsync(_rows.Sql, connection, cancellationToken);

            // What came and went within the transaction is nothing to a task.
            if (!target.TakesNetChanges || !await _rows.IsEmptyAsync(connection, cancellationToken)) await (_calls ??= target.Open(connection, cancellationToken)).CallAsync();
            await _rows.ClearAsync(connection, cancellationToken);
        }

        (_position, First) = (null, null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_calls is not null) await _calls.DisposeAsync();
    }
}
