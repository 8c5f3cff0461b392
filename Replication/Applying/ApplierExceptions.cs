using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Executor.Local;

namespace FederationGateway.Replication.Applying;

/// <summary>Keeps what stands in a subscription's way, durable, for users to see and process. The caller has the source's turn.</summary>
internal sealed class ApplierExceptions(long source, CatalogStore store, ApplierOptions options, TimeProvider time)
{
    /// <summary>True when the same can succeed later without anybody doing anything: another transaction was in the way, or memory, disk or the engine were short of something.</summary>
    public static bool IsTransient(Exception error) => error switch
    {
        ApplyFailedException failed => IsTransient(failed.Cause),
        GatewayException e => e.State.Code.StartsWith("57P", StringComparison.Ordinal) || e.State.Code.StartsWith("53", StringComparison.Ordinal) || e.State.Code.StartsWith("40", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>True when nobody knows whether a group was committed: no other may begin before that is known.</summary>
    public static bool IsUndecided(GatewayException error) => error.State == SqlState.StatementCompletionUnknown;

    /// <summary>True when another transaction was in the way.</summary>
    public static bool IsConflict(Exception error) => error switch
    {
        ApplyFailedException failed => IsConflict(failed.Cause),
        GatewayException e => e.State == SqlState.SerializationFailure || e.State == SqlState.TransactionRollback,
        _ => false,
    };

    /// <summary>A failure as an error for who has ordered what failed.</summary>
    public static GatewayException Translated(ApplyFailedException failure)
    {
        var cause = StoreErrors.Translate(failure.Cause, failure.Member.Plan.Target.Handle);
        var state = (cause as GatewayException)?.State ?? (cause as RowConflictException)?.State ?? (failure.Row is { MustBeNew: true } ? SqlState.UniqueViolation : SqlState.CardinalityViolation);
        return new GatewayException(state, $"a change up to the position of the snapshot cannot be applied: {MessageOf(cause, failure.Row)}", failure)
        {
            Detail = failure.Row?.Key is { } key ? $"The row's key is {key}." : null,
            Hint = "RESYNC without WHERE needs none of these changes.",
        };
    }

    /// <summary>How long it is until the next of those that go away by themselves is due; null when there are none.</summary>
    public TimeSpan? UntilRetry()
    {
        var now = time.GetUtcNow().UtcDateTime;
        return store.Subscriptions.Current.Exceptions.Values.Where(entry => entry.Source == source && entry.Subscription is not null && entry.NextRetry is not null).Min(entry => (TimeSpan?)PauseOf(entry, now));
    }

    /// <summary>True when it is time to try again what failed in passing.</summary>
    public bool IsDue(SubscriptionExceptionEntry entry) => entry.NextRetry is not null && PauseOf(entry, time.GetUtcNow().UtcDateTime) == TimeSpan.Zero;

    // No pause is longer than the longest: then the clock was set back meanwhile.
    private TimeSpan PauseOf(SubscriptionExceptionEntry entry, DateTime now) => entry.NextRetry!.Value - now is var pause && pause > TimeSpan.Zero && pause <= options.LongestRetry ? pause : TimeSpan.Zero;

    /// <summary>Notes a failure. The same one again, of those that go away by themselves, is tried again later each time.</summary>
    public async Task RaiseAsync(SubscriptionEntry subscription, Exception error, int number = ExceptionNumbers.DeltaFailed)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var known = Of(subscription.Oid).FirstOrDefault(entry => entry.IsTransient);
        var entry = Describe(subscription, error, number) with { Oid = known?.Oid ?? store.Subscriptions.NewOid(), Time = known?.Time ?? now };
        if (IsTransient(error))
        {
            var retries = known is null ? 0 : known.Retries + 1;
            var pause = Math.Min(options.FirstRetry.TotalSeconds * Math.Pow(2, Math.Min(retries, 30)), options.LongestRetry.TotalSeconds);
            entry = entry with { IsTransient = true, Retries = retries, NextRetry = now + TimeSpan.FromSeconds(pause) };
        }

        Failpoints.Hit("exception-raising");
        await store.Subscriptions.RaiseAsync(entry);
        Failpoints.Hit("exception-raised");
    }

    /// <summary>Removes what has gone away by itself.</summary>
    public async Task ForgetTransientAsync(IReadOnlyList<Member> members)
    {
        var gone = members.SelectMany(member => Of(member.Entry.Oid)).Where(entry => entry.IsTransient).ToList();
        if (gone.Count > 0) await store.Subscriptions.ChangeAsync(change => gone.ForEach(entry => change.RemoveException(entry.Oid)));
    }

    private IEnumerable<SubscriptionExceptionEntry> Of(long subscription) => store.Subscriptions.Current.Exceptions.Values.Where(entry => entry.Subscription == subscription);

    private SubscriptionExceptionEntry Describe(SubscriptionEntry subscription, Exception error, int number)
    {
        var (cause, row, member) = error is ApplyFailedException failed ? (failed.Cause, failed.Row, failed.Member) : (error, null, null);
        if (member is { Plan.Program: null }) cause = StoreErrors.Translate(cause, member.Plan.Target.Handle);
        var state = cause is GatewayException gateway ? gateway.State : (cause as RowConflictException)?.State;
        return new SubscriptionExceptionEntry(0, source, subscription.Oid, default, NumberOf(cause, row, number), MessageOf(cause, row), "APPLIER")
        {
            SqlState = (state ?? (row is { MustBeNew: true } ? SqlState.UniqueViolation : SqlState.CardinalityViolation)).Code,
            Table = member?.Plan.Target.QualifiedName,
            Key = row?.Key,
            ChangeType = row?.ChangeType,
            Position = row?.Position,
            Place = row?.Place,
        };
    }

    private static int NumberOf(Exception cause, FailedRow? row, int number) => cause switch
    {
        RowConflictException { IsMisfit: true } => row is { MustBeNew: true } ? ExceptionNumbers.UniqueViolated : ExceptionNumbers.DeltaFailed,
        RowConflictException conflict => conflict.Number,
        GatewayException e when e.State == SqlState.UniqueViolation => ExceptionNumbers.UniqueViolated,
        GatewayException e when e.State == SqlState.NotNullViolation => ExceptionNumbers.NotNullViolated,
        _ => number,
    };

    private static string MessageOf(Exception cause, FailedRow? row) => cause switch
    {
        RowConflictException { IsMisfit: true } when row is { MustBeNew: true } => "the target already has a row with the key of a new row",
        RowConflictException { IsMisfit: true } => "the target does not have the row that was changed or deleted",
        GatewayException { Context: { } place } e => $"{e.Message} ({place})",
        GatewayException { Hint: { } hint } e => $"{e.Message}: {hint}",
        _ => cause.Message,
    };
}
