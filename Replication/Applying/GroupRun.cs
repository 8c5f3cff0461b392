using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Applying;

/// <summary>What a local transaction is to do.</summary>
/// <param name="Members">Subscriptions of one source that are all at the same place.</param>
/// <param name="After">That place: a chunk of the backlog.</param>
/// <param name="Until">The last chunk to take: of a transaction that goes on behind it nothing is taken.</param>
/// <param name="RowLimit">For a single member: changes of its table with larger numbers are left out, and nothing is kept. Null for none.</param>
internal sealed record GroupOrder(IReadOnlyList<Member> Members, long After, long Until, long? RowLimit = null)
{
    /// <summary>Transactions behind this position are left out, also those that share a chunk with it. Null for none.</summary>
    public ChangePosition? Through { get; init; }

    /// <summary>Whether changes need not fit what the targets hold.</summary>
    public bool IsTolerant { get; init; }
}

/// <summary>What it has done.</summary>
/// <param name="Last">The place its members are at now.</param>
/// <param name="Received">When the last of what it took came.</param>
/// <param name="Rows">How many rows it took, whoever wanted them.</param>
/// <param name="IsThrough">Whether it has come to where <see cref="GroupOrder.Through"/> ends.</param>
internal sealed record GroupResult(long Last, DateTime Received, long Rows, bool IsThrough = false)
{
    /// <summary>The OIDs of subscriptions that it had changes for.</summary>
    public IReadOnlyList<long> Changed { get; init; } = [];
}

/// <summary>
/// Brings source transactions, several small ones or a large one in parts, to the targets of subscriptions in one local transaction, together with how far they have come.
/// </summary>
internal sealed class GroupRun(long source, CatalogStore store, ChunkReader chunks, MemberPlans plans, DurablePlaces places, ApplierOptions options, TimeProvider time)
{
    /// <summary><see cref="ApplyFailedException"/> says which member is to blame; nothing is changed then.</summary>
    public async Task<GroupResult> RunAsync(GroupOrder order, CancellationToken cancellationToken)
    {
        using var connection = store.Connect();
        using var definitions = new DefinitionRun(store, connection);
        var members = order.Members;
        using var staged = new StagedChanges(table => members.FirstOrDefault(member => member.Table.Id == table)?.Table);
        await connection.ExecuteAsync("BEGIN TRANSACTION", cancellationToken);
        Reach("applier-begun");
        List<CapturedTableRecord> redefined = [];
        List<string> passed = [];
        var calls = members.Where(member => member.Plan.Program is not null).ToDictionary(member => member.Entry.Oid, member => new ChangeSetCall(member.Plan.Program!, connection, cancellationToken));
        await using var ending = new AsyncDisposables(calls.Values);

        // A procedure is called for each source transaction by itself, which takes its time.
        var mostRows = calls.Count > 0 ? Math.Min(options.GroupRows, options.CalledGroupRows) : options.GroupRows;
        var tallies = members.ToDictionary(member => member.Entry.Oid, _ => new Tally());
        var (number, isWhole, isThrough, isRedefined, isMarked) = (order.After, true, false, false, false);
        long rows = 0, bytes = 0;
        ChangeTransaction? end = null, named = null;
        DateTime received = default;
        while (true)
        {
            using var chunk = await chunks.TryReadAsync(number + 1, order.Until, cancellationToken);
            if (chunk is null) break;
            if (order.Through is { } last && chunk.Chunk.Transactions[^1].Position > last)
            {
                // Its first transactions may belong to what is wanted. The chunk counts as not read: who reads it again leaves them out.
                staged.Add(chunk);
                end = chunk.Chunk.Transactions.LastOrDefault(transaction => transaction.Position <= last) ?? end;
                isThrough = true;
                break;
            }

            if (chunk.Chunk.DefinitionChange is { } change && members.Any(member => member.Table.Id == change.Table))
            {
                // Virtual table and target are altered before anything else in their transaction, where that splits none of the source's: that is cheap.
                var isPropagated = members.Any(member => DefinitionChanges.IsPropagated(member, chunk.Number, change));
                if (isPropagated && isWhole && number > order.After) break;
                await FlushAsync();
                if (isPropagated) await definitions.PropagateAsync(members, chunk.Number, change, isFirst: number == order.After, cancellationToken);
                if (change.Definition is { } definition) redefined.Add(new CapturedTableRecord(change.Table, definition, chunk.Number));
                members = [.. members.Select(member => member.Table.Id == change.Table ? DefinitionChanges.Follow(definitions.Current(member), chunk.Number, change, plans, definitions.Snapshot) : member)];
                isRedefined = isPropagated && number == order.After;
            }

            // A latency is that of changes among others: its mark goes with them. Behind any other mark changes may have to fit what they did not have to fit before.
            var isOfLatency = LatencyMarks.Is(chunk.Chunk.Marker);
            if (isMarked && chunk.Chunk.Tables.Count > 0) break;
            isMarked |= chunk.Chunk.Marker is not null && !isOfLatency;
            if (isOfLatency) passed.Add(chunk.Chunk.Marker!);
            staged.Add(chunk);
            (number, isWhole, received) = (number + 1, !chunk.Chunk.EndsInTransaction, chunk.Received);
            var whole = chunk.Chunk.EndsInTransaction ? chunk.Chunk.Transactions.SkipLast(1) : chunk.Chunk.Transactions;
            end = whole.LastOrDefault() ?? end;

            // While nothing changes, the source tells of positions that have no transaction.
            named = whole.LastOrDefault(transaction => transaction.Id.Length > 0) ?? named;
            (rows, bytes) = (rows + chunk.Chunk.Tables.Sum(table => table.Rows.Length), bytes + chunk.Chunk.ByteSize);
            if ((staged.Rows >= options.PartRows || staged.ByteSize >= options.PartBytes) && !staged.EndsInUpdate) await FlushAsync();
            if (isRedefined) break;
            if (isWhole && (rows >= mostRows || bytes >= options.GroupBytes)) break;
        }

        return await EndAsync();

        // What no subscription comes by any more, also after a restart, is forgotten.
        EquatableArray<CapturedTableRecord> Definitions(CaptureRecord capture, IReadOnlyList<SubscriptionProgress> written)
        {
            var progress = store.Subscriptions.Current.Progress.Values.Where(one => written.All(mine => mine.Oid != one.Oid)).Select(one => (one.CapturedTable, places.Of(one))).Concat(written.Select(one => (one.CapturedTable, one.Chunk))).ToLookup(one => one.Item1, one => one.Item2);
            return CapturedDefinitions.Needed([.. capture.Tables, .. redefined.Except(capture.Tables)], progress);
        }

        async Task FlushAsync()
        {
            foreach (var member in members)
                foreach (var run in staged.RunsOf(member.Table.Id))
                    if (calls.TryGetValue(member.Entry.Oid, out var call)) await CallAsync(member, call, run, number, tallies[member.Entry.Oid], order, connection, cancellationToken);
                    else await ApplyAsync(member, run, number, tallies[member.Entry.Oid], order, connection, cancellationToken);
            staged.Clear();
            Reach("applier-part-applied");
        }

        async Task<GroupResult> EndAsync()
        {
            await FlushAsync();
            foreach (var member in members.Where(member => calls.ContainsKey(member.Entry.Oid))) await CallLastAsync(member, calls[member.Entry.Oid], number);
            if ((number == order.After && !isThrough) || order.RowLimit is not null) return new GroupResult(number, received, rows, isThrough);
            var applied = time.GetUtcNow().UtcDateTime;
            var change = new SubscriptionChange(connection);
            var advanced = members.Select(member => (Member: member, Progress: Advanced(member, tallies[member.Entry.Oid], number, end, named))).ToList();
            advanced = [.. advanced.Select(one => (one.Member, definitions.Noted(one.Progress, time.GetUtcNow().UtcDateTime)))];
            if (isThrough) advanced = [.. advanced.Select(one => (one.Member, one.Progress with { LoadedPosition = order.Through!.ToString() }))];
            var written = advanced.Where(one => isThrough || redefined.Count > 0 || tallies[one.Progress.Oid].IsSomething || places.IsDue(one.Member.Progress)).Select(one => one.Progress).ToList();
            var shown = advanced.Select(one => one.Progress).Except(written).ToList();
            if (redefined.Count > 0 && store.Subscriptions.Current.Captures.TryGetValue(source, out var capture)) change.Set(capture with { Tables = Definitions(capture, written) });
            change.Set(written);
            change.Show(shown);
            Reach("applier-before-commit");
            await store.Subscriptions.CommitAsync(change, async () =>
            {
                await connection.CommitAsync();
                Reach("applier-after-commit");
            });
            definitions.Publish();
            if (passed.Count > 0) options.Passed(new PassedMarks(passed, [.. members.Select(member => member.Entry.Oid)], applied, time.GetUtcNow().UtcDateTime));
            if (definitions.HasLacking) options.Lacking();
            written.ForEach(places.Wrote);
            shown.ForEach(places.Showed);
            return new GroupResult(number, received, rows, isThrough) { Changed = [.. tallies.Where(tally => tally.Value.Rows > 0).Select(tally => tally.Key)] };
        }
    }

    private void Reach(string place)
    {
        Failpoints.Hit(place);
        options.Reached(place);
    }

    private async Task ApplyAsync(Member member, StagedRun run, long chunk, Tally tally, GroupOrder order, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var limit = order.RowLimit;
        if (order.Through is { } through && run.FirstBehind(through) - 1 is var wanted && wanted < run.First + run.Count - 1) limit = Math.Min(limit ?? wanted, wanted);
        var from = FirstOf(member, run);
        var to = Math.Min(limit ?? long.MaxValue, run.First + run.Count - 1);
        if (from > to) return;
        var ignored = member.Progress.Ignored.SelectMany(run.NumbersAt).Distinct().Where(number => number >= from && number <= to).ToList();
        var isStrict = member.IsStrict && !order.IsTolerant;
        try
        {
            var rows = Left(run, run.Open(connection.Engine), from, ignored, limit);
            if (run.IsTruncate)
            {
                if (ignored.Count == 0) SharedTargets.RefuseTruncation(store.Current, member.Entry, run.First);
                if (ignored.Count == 0) await member.Writer.TruncateAsync(rows, connection, cancellationToken);
            }
            else if (run.Untold.Count == 0)
            {
                await member.Writer.ApplyAsync(rows, isStrict, connection, cancellationToken);
            }
            else
            {
                using var completed = await UntoldColumns.CompleteAsync(run, rows, member.Writer, isStrict, connection, cancellationToken);
                await member.Writer.ApplyAsync(completed.Rows, isStrict, connection, cancellationToken);
            }
        }
        catch (RowConflictException e)
        {
            throw new ApplyFailedException(member, e, await FailedRows.DescribeAsync(run, e.Row, member.Writer.Sql, connection.Engine, cancellationToken), run.First + run.Count, chunk);
        }
        catch (GatewayException e)
        {
            var row = limit is { } last && last >= run.First && last < run.First + run.Count ? await FailedRows.DescribeAsync(run, last, member.Writer.Sql, connection.Engine, cancellationToken) : null;
            throw new ApplyFailedException(member, e, row, run.First + run.Count, chunk);
        }

        tally.Rows += to + 1 - from - ignored.Count;
        if (to == run.First + run.Count - 1) tally.Bytes += run.ByteSize;
        tally.Transactions += run.TransactionsIn(from, to);
        tally.Ignored += ignored.Count;
    }

    /// <summary>Gives a run's changes to a procedure, source transaction by source transaction; the last one may have more of them in the next run.</summary>
    private static async Task CallAsync(Member member, ChangeSetCall call, StagedRun run, long chunk, Tally tally, GroupOrder order, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var ignored = member.Progress.Ignored.SelectMany(run.NumbersAt).ToHashSet();
        var offered = run.Open(connection.Engine);
        var from = FirstOf(member, run);
        var to = order.Through is { } through ? run.FirstBehind(through) - 1 : run.First + run.Count - 1;
        foreach (var (first, last, position) in run.ByTransaction(from).TakeWhile(transaction => transaction.First <= to))
        {
            var place = new FailedRow(run.Find(first).Place, ChangeType: null, MustBeNew: false, position.ToString(), Key: null);
            try
            {
                if (!await call.BeginAsync(member, position, place, ignored.Any(number => number >= first && number <= last)))
                {
                    tally.Ignored += last + 1 - first;
                    continue;
                }

                var rows = Left(run, offered, first, [], last);
                if (run.IsTruncate)
                {
                    await member.Writer.TruncateAsync(rows, connection, cancellationToken);
                }
                else if (run.Untold.Count == 0)
                {
                    await member.Writer.ApplyAsync(rows, isStrict: true, connection, cancellationToken);
                }
                else
                {
                    using var completed = await UntoldColumns.CompleteAsync(run, rows, member.Writer, isStrict: true, connection, cancellationToken);
                    await member.Writer.ApplyAsync(completed.Rows, isStrict: true, connection, cancellationToken);
                }
            }
            catch (Exception e) when (e is GatewayException or RowConflictException)
            {
                throw new ApplyFailedException(member, e, call.First ?? place, run.First + run.Count, chunk);
            }

            tally.Rows += last + 1 - first;
        }

        tally.Transactions += run.TransactionsIn(from, to);
        if (to == run.First + run.Count - 1) tally.Bytes += run.ByteSize;
    }

    private static async Task CallLastAsync(Member member, ChangeSetCall call, long chunk)
    {
        var first = call.First;
        try
        {
            await call.EndAsync();
        }
        catch (GatewayException e)
        {
            throw new ApplyFailedException(member, e, first, rows: 0, chunk);
        }
    }

    /// <summary>The number of the first change that the target does not have.</summary>
    private static long FirstOf(Member member, StagedRun run) => member.Progress.LoadedPosition is { } loaded ? run.FirstBehind(ChangePosition.FromHex(loaded)) : run.First;

    /// <summary>The changes without those that are in the load, that users have said to ignore, or that are behind a limit.</summary>
    private static StepRows Left(StagedRun run, StepRows rows, long from, List<long> ignored, long? limit)
    {
        if (ignored.Count == 0 && limit is null && from == run.First) return rows;
        var without = ignored.Count == 0 ? "" : $" AND n NOT IN ({string.Join(", ", ignored)})";
        return rows with { Scan = string.Create(CultureInfo.InvariantCulture, $"(SELECT * FROM {rows.Scan} WHERE n >= {from} AND n <= {limit ?? long.MaxValue}{without})"), Count = rows.Count - ignored.Count };
    }

    private SubscriptionProgress Advanced(Member member, Tally tally, long chunk, ChangeTransaction? end, ChangeTransaction? named)
    {
        var before = member.Progress;
        return before with
        {
            Chunk = chunk,
            Position = end?.Position.ToString() ?? before.Position,
            TransactionId = named?.Id ?? before.TransactionId,
            TransactionTime = end?.CommitTime ?? before.TransactionTime,
            AppliedRows = before.AppliedRows + tally.Rows,
            AppliedBytes = before.AppliedBytes + tally.Bytes,
            AppliedTransactions = before.AppliedTransactions + tally.Transactions,
            IgnoredRows = before.IgnoredRows + tally.Ignored,
            Ignored = before.Ignored.Where(place => place.Chunk > chunk).ToEquatableArray(),
            LastApplied = tally.Rows > 0 ? time.GetUtcNow().UtcDateTime : before.LastApplied,
        };
    }
}

/// <summary>Disposes of several.</summary>
internal sealed class AsyncDisposables(IEnumerable<IAsyncDisposable> all) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var one in all) await one.DisposeAsync();
    }
}
