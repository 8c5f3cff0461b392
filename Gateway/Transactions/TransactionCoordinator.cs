using System.Collections.Concurrent;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Federation;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Gateway.Transactions;

/// <summary>
/// Commits transactions that have written to a remote source, so that the source and the local tables end alike whenever this process, the source or the way to it fails.
/// <list type="number">
/// <item>Nothing local has changed: the source's commit is all there is.</item>
/// <item>The source can prepare: it prepares; the local commit holds the decision; the source commits. Without a decision what is prepared is rolled back.</item>
/// <item>It cannot: a record is made durable, the source commits, then the local tables. Who finds the record without a decision asks the source.</item>
/// </list>
/// </summary>
internal sealed class TransactionCoordinator(CatalogStore store, TimeProvider time, ILogger log)
{
    private readonly ConcurrentDictionary<long, bool> _inFlight = [];

    /// <summary>Raised when something is left for recovery.</summary>
    public event Action? LeftOpen;

    /// <summary>Raised when records are of no more use.</summary>
    public event Action? Ended;

    /// <summary>True while a session commits the transaction: nobody else may decide about it.</summary>
    public bool IsInFlight(long id) => _inFlight.ContainsKey(id);

    /// <summary>Commits; what the client has to be told beside that, or null. After a failure the caller undoes what is local; what became of the source is in the error.</summary>
    /// <param name="local">The connection with the local changes; null when there are none.</param>
    /// <param name="committed">Called when the local changes are durable.</param>
    /// <param name="cancellationToken">Stops a source that has not decided yet; from then on it is of no matter.</param>
    public async Task<string?> CommitAsync(RemoteWriter writer, DuckDbConnection? local, string user, Action committed, CancellationToken cancellationToken)
    {
        if (local is null)
        {
            await RemoteCommit.CommitAsync(writer, time, cancellationToken);
            return null;
        }

        var id = store.NewOid();
        var prepares = writer.Transaction.CanPrepare;
        var name = prepares ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{store.Transactions.NamePrefix}{id}") : null;
        var record = new TransactionRecord(id, writer.Source.Entry.Oid, writer.Source.Entry.Name, name, writer.Transaction.TransactionId, time.GetUtcNow().UtcDateTime, user);
        _inFlight[id] = true;
        try
        {
            // Local changes that the engine has given up are noticed before anything is committed anywhere.
            TransactionStore.Decide(local, record);
            if (prepares) return await PrepareAndCommitAsync(writer, local, record, committed, cancellationToken);
            await CommitInOrderAsync(writer, local, record, committed, cancellationToken);
            return null;
        }
        finally
        {
            _inFlight.TryRemove(id, out _);
        }
    }

    private async Task<string?> PrepareAndCommitAsync(RemoteWriter writer, DuckDbConnection local, TransactionRecord record, Action committed, CancellationToken cancellationToken)
    {
        await store.Transactions.NotePreparingAsync(record.SourceOid);
        try
        {
            await writer.Transaction.PrepareAsync(record.PreparedName!, cancellationToken);
        }
        catch (GatewayException lost) when (lost.State == SqlState.TransactionResolutionUnknown)
        {
            // Whether it is prepared or not: nothing decides to commit it.
            await EndPreparedAsync(writer, record, commit: false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new GatewayException(SqlState.ConnectionFailure, $"the connection to remote source \"{record.Source}\" was lost before the transaction was committed", lost)
            {
                Detail = "The transaction is rolled back.",
                Hint = "Run it again.",
            };
        }

        try
        {
            await local.CommitAsync();
        }
        catch (Exception failure)
        {
            if (!IsDecided(record, failure))
            {
                await EndPreparedAsync(writer, record, commit: false);
                throw;
            }
        }

        committed();
        if (await EndPreparedAsync(writer, record, commit: true))
        {
            End(record);
            return null;
        }

        return $"the changes at remote source \"{record.Source}\" are committed as soon as it can be reached";
    }

    private async Task CommitInOrderAsync(RemoteWriter writer, DuckDbConnection local, TransactionRecord record, Action committed, CancellationToken cancellationToken)
    {
        await store.Transactions.BeginAsync(record);
        try
        {
            await RemoteCommit.CommitAsync(writer, time, cancellationToken);
        }
        catch (GatewayException unknown) when (unknown.State == SqlState.TransactionResolutionUnknown)
        {
            LeftOpen?.Invoke();
            throw new GatewayException(SqlState.TransactionResolutionUnknown, unknown.Message, unknown)
            {
                Detail = "The changes of local tables are rolled back.",
                Hint = $"SYS.M_TRANSACTION_OUTCOMES tells about transaction {record.Id} what the source did as soon as it can be reached.",
            };
        }
        catch
        {
            End(record);
            throw;
        }

        try
        {
            await local.CommitAsync();
        }
        catch (Exception failure)
        {
            if (!IsDecided(record, failure)) throw await OnlyRemoteAsync(record, failure);
        }

        committed();
        End(record);
    }

    private async Task<GatewayException> OnlyRemoteAsync(TransactionRecord record, Exception failure)
    {
        var reason = failure is GatewayException gateway ? gateway.Message : "the embedded engine failed";
        log.OnlyRemote(record.Id, record.Source, reason);
        try
        {
            await store.Transactions.EndAsync(new TransactionOutcomeEntry(record, TransactionOutcomes.RemoteOnly, reason, time.GetUtcNow().UtcDateTime));
        }
        catch (Exception e) when (e is GatewayException or ObjectDisposedException)
        {
            // The record is still there: recovery comes to the same outcome.
            LeftOpen?.Invoke();
        }

        return new GatewayException(SqlState.StatementCompletionUnknown, $"the changes at remote source \"{record.Source}\" are committed, those of local tables are not", failure)
        {
            Detail = reason,
            Hint = $"Repeat only the changes of local tables. SYS.M_TRANSACTION_OUTCOMES lists transaction {record.Id}.",
        };
    }

    /// <summary>After a commit that failed: the engine may have kept it all the same. When the store cannot be asked, nobody may decide: recovery does, once it can.</summary>
    private bool IsDecided(TransactionRecord record, Exception failure)
    {
        try
        {
            return store.Transactions.IsDecided(record.Id);
        }
        catch (Exception e) when (e is GatewayException or ObjectDisposedException)
        {
            LeftOpen?.Invoke();
            throw new GatewayException(SqlState.TransactionResolutionUnknown, "it is not known whether the transaction was committed", failure)
            {
                Detail = "The embedded engine failed while it committed.",
                Hint = $"It ends everywhere alike as soon as the engine works again. SYS.M_TRANSACTION_OUTCOMES lists transaction {record.Id} until then.",
            };
        }
    }

    /// <summary>False when the source cannot be told now.</summary>
    private async Task<bool> EndPreparedAsync(RemoteWriter writer, TransactionRecord record, bool commit)
    {
        try
        {
            await ((ITransactionalSource)writer.Source.Source).EndPreparedAsync(record.PreparedName!, commit, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (e is GatewayException or OperationCanceledException)
        {
            log.PreparedLeft(record.PreparedName!, record.Source, e.Message);
            LeftOpen?.Invoke();
            return false;
        }
    }

    private void End(TransactionRecord record)
    {
        store.Transactions.End(record.Id);
        Ended?.Invoke();
    }
}
