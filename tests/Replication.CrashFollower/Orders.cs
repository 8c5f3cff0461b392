using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.CrashFollower;

/// <summary>What users do, at random: subscribe, load by hand or as tasks do, synchronise anew, take back, suspend, put rows into targets that do not belong there, process exceptions. Meanwhile the source changes.</summary>
internal sealed class Orders(Follower follower, ScriptedWorld world, int history, Random random) : IDisposable
{
    /// <summary>So many come quickly; with more of them the next process has too much to go through.</summary>
    private const int QuickTransactions = 40;

    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);
    private readonly Random _pace = new(history);
    private readonly List<string> _wrong = [];
    private readonly CancellationTokenSource _end = new();

    /// <summary>Until something is wrong, which it returns.</summary>
    public async Task<IReadOnlyList<string>> GoOnAsync()
    {
        var changing = ChangeSourceAsync();
        while (_wrong.Count == 0)
        {
            await TryAsync(() => OrderAsync(Follower.All[random.Next(Follower.All.Length)], isEnding: false));
            if (random.Next(150) == 0) await TryAsync(TakeAllBackAsync);
            if (random.Next(20) == 0) _wrong.AddRange(follower.Differences());
            await Task.Delay(Pause);
        }

        await _end.CancelAsync();
        await changing;
        return _wrong;
    }

    /// <summary>Everything follows, and nothing is left to be done. What does not get there is returned.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        var last = world.Append("T");
        using var limit = new CancellationTokenSource(Patience);
        while (!Follower.All.All(one => HasEnded(one, last)))
        {
            if (limit.IsCancellationRequested) return [.. Follower.All.Where(one => !HasEnded(one, last)).Select(one => $"{one.Name} does not go on: {follower.Progress(one)}"), .. Standing()];
            foreach (var one in Follower.All) await TryAsync(() => OrderAsync(one, isEnding: true));
            await Task.Delay(Pause);
        }

        return [];
    }

    public void Dispose() => _end.Dispose();

    private bool HasEnded(Followed one, long last) => follower.Progress(one) is { State: SubscriptionState.ApplyChangeData } progress
        && (LineOf(progress.Position) >= last || LineOf(progress.LoadedPosition) >= last) && follower.Store.Subscriptions.Current.Exceptions.IsEmpty;

    private IEnumerable<string> Standing() => follower.Store.Subscriptions.Current.Exceptions.Values.Select(entry => entry.ToString()).Concat(follower.Service.Reports().Select(report => report.ToString()));

    private static long LineOf(string? position) => position is null ? 0 : ScriptedWorld.LineOf(Adapters.Abstractions.ChangePosition.FromHex(position));

    private async Task ChangeSourceAsync()
    {
        for (var left = QuickTransactions; !_end.IsCancellationRequested; left--)
        {
            world.Append("T");
            await Task.Delay(left > 0 ? TimeSpan.FromMilliseconds(_pace.Next(8)) : Slow);
        }
    }

    // Somebody else has just given another order, or the target is being changed: as users meet it.
    private async Task TryAsync(Func<Task> order)
    {
        try
        {
            await order();
        }
        catch (GatewayException e) when (e.State == SqlState.ObjectNotInPrerequisiteState || e.State == SqlState.SerializationFailure || e.State == SqlState.UniqueViolation || e.State == SqlState.TransactionRollback)
        {
        }
    }

    private async Task OrderAsync(Followed one, bool isEnding)
    {
        await ProcessExceptionsAsync();
        if (follower.Store.Subscriptions.Current.Captures.Values.SingleOrDefault() is { } capture) await SuspendAsync(capture, isEnding);
        var subscription = follower.Subscription(one);
        switch (follower.Progress(one)?.State)
        {
            case null:
                await follower.Service.QueueAsync(Together(one, isEnding), CancellationToken.None);
                break;
            case SubscriptionState.MatStartEndMarker when one.CanBeCorrected && random.Next(2) == 0:
                await LoadAsync(one);
                await follower.Service.DistributeAsync(subscription, CancellationToken.None);
                break;
            case SubscriptionState.MatStartEndMarker:
                await LoadAlignedAsync(one, subscription);
                break;
            case SubscriptionState.ApplyChangeData when !isEnding:
                if (random.Next(25) == 0) await follower.Service.ResetAsync(subscription, CancellationToken.None);
                else if (one.IsDisturbed && random.Next(4) == 0) await DisturbAsync(one);
                else if (Resync.IsPossible(one) && random.Next(12) == 0) await new Resync(follower, one, one.IsDisturbed && random.Next(2) == 0 ? random.Next(30) : null).RunAsync();
                break;
        }
    }

    /// <summary>The capture ends with the last of them.</summary>
    private async Task TakeAllBackAsync()
    {
        foreach (var one in Follower.All) await follower.Service.ResetAsync(follower.Subscription(one), CancellationToken.None);
    }

    /// <summary>Now and then all that are not followed begin at once, as those of a task do.</summary>
    private List<SubscriptionEntry> Together(Followed one, bool isEnding) => isEnding || random.Next(3) == 0
        ? [.. Follower.All.Where(other => follower.Progress(other) is null).Select(follower.Subscription)]
        : [follower.Subscription(one)];

    private async Task SuspendAsync(CaptureRecord capture, bool isEnding)
    {
        if (capture.IsCaptureSuspended && (isEnding || random.Next(3) == 0)) await follower.Service.SuspendCaptureAsync(follower.Source, false, CancellationToken.None);
        else if (!isEnding && random.Next(60) == 0) await follower.Service.SuspendCaptureAsync(follower.Source, true, CancellationToken.None);
        if (capture.IsDistributionSuspended && (isEnding || random.Next(3) == 0)) await follower.Service.SuspendDistributionAsync(follower.Source, false, CancellationToken.None);
        else if (!isEnding && random.Next(60) == 0) await follower.Service.SuspendDistributionAsync(follower.Source, true, CancellationToken.None);
    }

    private async Task ProcessExceptionsAsync()
    {
        foreach (var exception in follower.Store.Subscriptions.Current.Exceptions.Values)
        {
            var disturbed = Follower.All.Single(one => one.IsDisturbed);
            if (exception.IsTransient) continue;
            if (exception.SqlState == SqlState.IoError.Code)
            {
                // A failpoint was the disk.
                await follower.Service.RetryAsync([exception], CancellationToken.None);
                continue;
            }

            var follows = Follower.All.Single(one => follower.Subscription(one).Oid == exception.Subscription);
            if (IsOfLoadAhead(follows, exception))
            {
                await follower.Service.ResetAsync(follower.Subscription(follows), CancellationToken.None);
                continue;
            }

            if (follows != disturbed)
            {
                _wrong.Add($"exception {exception.Number} of {follows.Name}, {follower.Progress(follows)?.State}: {exception.Message}");
                return;
            }

            using (var connection = follower.Store.Connect()) connection.Execute($"DELETE FROM {LocalTables.PhysicalName(follower.Target(disturbed).Oid)} WHERE {disturbed.StrayCondition}", CancellationToken.None);
            await follower.Service.RetryAsync([exception], CancellationToken.None);
        }
    }

    /// <summary>
    /// Between the marks, a row that the load does not have and that the filter lets through by then, or whose key was another's, may have come after the load, or have gone again before it: a change
    /// that leaves out its large value is refused. As a user does, it is begun anew.
    /// </summary>
    private bool IsOfLoadAhead(Followed one, SubscriptionExceptionEntry exception) =>
        one.CanBeCorrected && exception.SqlState == SqlState.ObjectNotInPrerequisiteState.Code && follower.Progress(one)?.State is SubscriptionState.MatCompEndMarker or SubscriptionState.AutoCorrectChangeData;

    private Task DisturbAsync(Followed one)
    {
        using var connection = follower.Store.Connect();
        connection.Execute($"INSERT INTO {LocalTables.PhysicalName(follower.Target(one).Oid)} VALUES {Values(Followed.StrayRow(random.Next(30)))}", CancellationToken.None);
        return Task.CompletedTask;
    }

    // As a user does, at some moment between the marks.
    private async Task LoadAsync(Followed one)
    {
        using var connection = follower.Store.Connect();
        Fill(one, connection, world.Count, null);
        await connection.CommitAsync();
    }

    private async Task LoadAlignedAsync(Followed one, SubscriptionEntry subscription)
    {
        await using var snapshot = await follower.Service.OpenSnapshotAsync(follower.Source, CancellationToken.None) ?? throw new InvalidOperationException("no snapshot");
        using var connection = follower.Store.Connect();
        var line = ScriptedWorld.LineOf(snapshot.Position);
        Fill(one, connection, line, line);
        await follower.Service.LoadedAsync(subscription, snapshot.Position, connection, CancellationToken.None);
    }

    private void Fill(Followed one, DuckDbConnection connection, long line, long? loaded)
    {
        var table = LocalTables.PhysicalName(follower.Target(one).Oid);
        connection.Execute("BEGIN TRANSACTION", CancellationToken.None);
        connection.Execute($"DELETE FROM {table}", CancellationToken.None);
        var rows = one.Rows(follower.ModelAt(line, loaded)).ToList();
        if (rows.Count > 0) connection.Execute($"INSERT INTO {table} VALUES {string.Join(", ", rows.Select(Values))}", CancellationToken.None);
    }

    internal static string Values(object?[] row) =>
        $"({string.Join(", ", row.Select(value => value switch { null => "NULL", string text => $"'{text}'", _ => Convert.ToString(value, CultureInfo.InvariantCulture) }))})";
}
