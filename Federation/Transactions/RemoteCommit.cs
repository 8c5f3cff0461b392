using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Federation;

/// <summary>Commits at a source, and finds out what became of a commit whose answer was lost.</summary>
public static class RemoteCommit
{
    /// <summary>How long a source is asked that has not decided yet, or cannot be reached.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when it is committed. 08007 when nobody can tell; after any other failure nothing is committed.</summary>
    public static async Task CommitAsync(RemoteWriter writer, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await writer.Transaction.CommitAsync(cancellationToken);
        }
        catch (GatewayException lost) when (lost.State == SqlState.TransactionResolutionUnknown)
        {
            switch (await OutcomeAsync(writer, time))
            {
                case RemoteOutcome.Committed: return;
                case RemoteOutcome.RolledBack:
                    cancellationToken.ThrowIfCancellationRequested();
                    throw new GatewayException(SqlState.ConnectionFailure, $"the connection to remote source \"{writer.Source.Entry.Name}\" was lost before the transaction was committed", lost)
                    {
                        Detail = "The transaction is rolled back.",
                        Hint = "Run it again.",
                    };
                default:
                    throw new GatewayException(SqlState.TransactionResolutionUnknown, lost.Message, lost)
                    {
                        Detail = lost.Detail,
                        Hint = $"Look at the source's tables before running it again; its transaction was {writer.Transaction.TransactionId}.",
                    };
            }
        }
    }

    private static async Task<RemoteOutcome> OutcomeAsync(RemoteWriter writer, TimeProvider time)
    {
        if (writer.Transaction.TransactionId is not { } id) return RemoteOutcome.Unknown;
        using var limit = new CancellationTokenSource(Patience, time);
        while (true)
        {
            try
            {
                var outcome = await ((ITransactionalSource)writer.Source.Source).OutcomeAsync(id, limit.Token);
                if (outcome != RemoteOutcome.InProgress) return outcome;
                await Task.Delay(AskAgainAfter, time, limit.Token);
            }
            catch (Exception error) when (error is GatewayException or OperationCanceledException)
            {
                // Not reached: it may come back while there is time.
                if (limit.IsCancellationRequested) return RemoteOutcome.InProgress;
                await Task.Delay(AskAgainAfter, time, CancellationToken.None);
            }
        }
    }
}
