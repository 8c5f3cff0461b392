using FederationGateway.Common;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Contract;

/// <summary>
/// One client's session. The connection calls it from one flow at a time, in the order the client asked.
/// <para>Transactions: outside an explicit block (<see cref="TransactionStatus"/> is Idle), the statements executed up to the next
/// <see cref="EndRequestAsync"/> form one implicit transaction; a request is one simple query message or everything between two Syncs.
/// In a failed block, Prepare and Execute refuse with 25P02 what does not end it.</para>
/// </summary>
public interface IQuerySession : IAsyncDisposable
{
    TransactionStatus TransactionStatus { get; }

    /// <summary>How long the session may be idle now; <c>null</c> for as long as the client likes. Asked before each wait for a request.</summary>
    IdleLimit? IdleLimit { get; }

    /// <summary>The settings reported to the client after login (<c>server_version</c>, <c>client_encoding</c>, <c>TimeZone</c> …), in that order.</summary>
    IReadOnlyList<KeyValuePair<string, string>> InitialParameters { get; }

    /// <summary>How values print now; asked at the start of each result.</summary>
    ValueFormat ValueFormat { get; }

    /// <summary>Splits and parses; none for blanks and comments alone. Throws 42601 with the position.</summary>
    IReadOnlyList<IStatement> Parse(string sql);

    /// <summary>
    /// Finds out parameters and columns without running anything. <paramref name="parameterTypes"/> is what the client declared for <c>$1</c>, <c>$2</c> …;
    /// <see cref="SqlType.Unknown"/> and missing ones are inferred.
    /// </summary>
    ValueTask<IPreparedStatement> PrepareAsync(IStatement statement, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken);

    /// <summary>
    /// Starts a statement; one that returns no rows has run when this returns. <paramref name="parameters"/> are as <see cref="ParameterValue"/> says,
    /// one for each of <see cref="IPreparedStatement.ParameterTypes"/>. The token stays valid until the execution is disposed.
    /// </summary>
    /// <param name="statement">From this session's <see cref="PrepareAsync"/>; may be executed many times.</param>
    /// <param name="parameters">Values in the order of the statement's parameters.</param>
    /// <param name="sharesRequest">Whether other statements belong to the same request, so that one which cannot run inside a transaction must refuse.</param>
    /// <param name="cancellationToken">Cancelled by the client's cancel request, its disappearance and the server's shutdown.</param>
    ValueTask<IExecution> ExecuteAsync(IPreparedStatement statement, IReadOnlyList<object?> parameters, bool sharesRequest, CancellationToken cancellationToken);

    /// <summary>
    /// The request is over: commits the implicit transaction, or rolls it back when <paramref name="failed"/>; with an explicit block open, a failure makes it
    /// Failed and success changes nothing. Called after a failure also when the failure did not come from the session. Executions may outlive the request
    /// only inside an explicit block.
    /// </summary>
    ValueTask EndRequestAsync(bool failed, CancellationToken cancellationToken);

    /// <summary>The columns of a cursor that a statement opened, or null: the protocol knows it as a portal of that name.</summary>
    IReadOnlyList<ResultColumn>? FindCursor(string name);

    /// <summary>Told of every failure a client is told of.</summary>
    /// <param name="failure">What it was.</param>
    /// <param name="sql">The text its position counts in; null when no statement is to blame.</param>
    void NoteFailure(Exception failure, string? sql);
}
