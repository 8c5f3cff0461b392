using System.Globalization;
using System.Runtime.CompilerServices;
using FederationGateway.Arrow;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Executor.Remote;
using FederationGateway.Executor.Verification;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Statements;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Verification;

/// <summary>
/// <c>SET verify_pushdown</c>: what a source computed is computed here as well before anybody sees it.
/// <list type="number">
/// <item>the fragment's rows are withheld, up to the bounds;</item>
/// <item>the same fragment is computed here over bare scans in the same snapshot;</item>
/// <item>where they differ, both are repeated: what changes from run to run is no evidence;</item>
/// <item>the culprit is searched for, the mismatch recorded, the source trusted less from then on;</item>
/// <item>the reader gets the rows computed here.</item>
/// </list>
/// Whatever cannot be decided is logged, and the source's rows are handed on.
/// </summary>
internal sealed class PushdownVerification : IFragmentWatch
{
    private readonly StatementRun _run;
    private readonly VerificationBounds _bounds;
    private readonly ShadowRuns _runs;
    private readonly MismatchRecorder _recorder;
    private readonly bool _isDeep;

    private PushdownVerification(StatementRun run, StatementContext context)
    {
        (_run, _bounds, _isDeep) = (run, VerificationBounds.Of(run.Session.Settings), context.IsDeep);
        _runs = new ShadowRuns(context, _bounds);
        _recorder = new MismatchRecorder(run.Session, context.Snapshot, run.Record);
    }

    /// <summary>The context with verification in it, when this statement is among those chosen.</summary>
    public static StatementContext Attach(StatementRun run, StatementContext context)
    {
        var settings = run.Session.Settings;

        // A trial that fails would take with it what the transaction has written.
        if (run.Session.Transaction.HasWrittenRemotely) return context;
        return settings.IsOn(SettingsTable.Pushdown) && VerificationChoice.Chooses(settings[SettingsTable.VerifyPushdown], run.Session.Core.Random.NextDouble)
            ? context with { Watch = new PushdownVerification(run, context) }
            : context;
    }

    public async IAsyncEnumerable<RecordBatch> WatchAsync(RemoteNode fragment, IAsyncEnumerable<RecordBatch> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (IsBareScan(fragment.Fragment))
        {
            await foreach (var batch in rows.WithCancellation(cancellationToken)) yield return batch;
            yield break;
        }

        // Walking it takes a stack that a search would have to make again and again.
        if (_isDeep)
        {
            VerificationOutcome.LogDeep(_run, fragment.Source);
            await foreach (var batch in rows.WithCancellation(cancellationToken)) yield return batch;
            yield break;
        }

        // Its rows are not all at the source: no scans there can be what it is measured by.
        if (fragment.Relocation is not null)
        {
            VerificationOutcome.LogUploads(_run, fragment.Source);
            await foreach (var batch in rows.WithCancellation(cancellationToken)) yield return batch;
            yield break;
        }

        // step 1
        await using var held = new HeldRows(rows, _bounds, cancellationToken);
        var comparability = Comparability.Of(fragment.Fragment);
        var outcome = new VerificationOutcome(_run, fragment, held);
        IReadOnlyList<RecordBatch>? instead = null;
        if (comparability.Refusal is { } refusal) outcome.Log(PushdownVerificationLog.NotComparable, refusal);
        else
        {
            await held.FillAsync();
            if (!held.IsWhole) outcome.Log(PushdownVerificationLog.NotVerifiable, $"its result is larger than {_bounds}");
            else instead = await VerifyAsync(fragment, held, comparability, outcome, cancellationToken);
        }

        if (instead is null) await foreach (var batch in held.ReadAllAsync(cancellationToken)) yield return batch;
        else foreach (var batch in instead) yield return batch;
    }

    /// <summary>The rows to hand on in place of the source's; null when those stand.</summary>
    private async Task<IReadOnlyList<RecordBatch>?> VerifyAsync(
        RemoteNode fragment, HeldRows held, Comparability comparability, VerificationOutcome outcome, CancellationToken cancellationToken)
    {
        // step 2
        using var local = await _runs.LocalAsync(fragment.Fragment, cancellationToken);
        if (local.Failure is { } failure)
        {
            outcome.Log(PushdownVerificationLog.NotVerifiable, failure);
            return null;
        }

        outcome.LocalRows = local.Batches.Sum(batch => (long)batch.Length);
        var difference = ResultComparison.Compare(held.Batches, local.Batches, comparability.Rules);
        if (difference.IsNone)
        {
            outcome.Log(PushdownVerificationLog.Ok, null);
            return null;
        }

        // step 3
        if (await new Evidence(_runs, fragment.Source).RefuteAsync(fragment.Fragment, comparability, held.Batches, local.Batches, cancellationToken) is { } refuted)
        {
            outcome.Log(PushdownVerificationLog.NotComparable, refuted);
            return null;
        }

        // step 4
        var subject = comparability.Variance is null ? fragment.Fragment : Evidence.WithoutLimit(fragment.Fragment) ?? fragment.Fragment;
        var culprits = await new CulpritSearch(_runs, fragment.Source).FindAsync(subject, cancellationToken);
        await _recorder.RecordAsync(fragment, culprits, difference, cancellationToken);
        outcome.Log(PushdownVerificationLog.Mismatch, string.Join("; ", culprits.SelectMany(culprit => culprit.Downgrades)));

        // step 5
        return local.Take();
    }

    /// <summary>True when the source is only read: that is what everything else is measured by.</summary>
    private static bool IsBareScan(PlanNode fragment) => fragment is ScanNode || (fragment is ProjectNode { Input: ScanNode } project && project.Items.All(item => item.Expression is ColumnExpression));
}

/// <summary>One fragment's verification on its way into the log.</summary>
internal sealed class VerificationOutcome(StatementRun run, RemoteNode fragment, HeldRows held)
{
    private readonly long _started = run.Session.Core.TimeProvider.GetTimestamp();

    public long? LocalRows { get; set; }

    /// <summary>A fragment too deep to be looked at.</summary>
    public static void LogDeep(StatementRun run, string source) => LogUnread(run, source, "the statement nests too deeply");

    /// <summary>A fragment over rows that were uploaded.</summary>
    public static void LogUploads(StatementRun run, string source) => LogUnread(run, source, "it reads rows that were uploaded to the source");

    private static void LogUnread(StatementRun run, string source, string reason) => run.Session.Core.Verifications.Add(new PushdownVerificationRow(
        run.Session.Core.TimeProvider.GetUtcNow().UtcDateTime, run.Record.Id, source, PushdownVerificationLog.NotVerifiable, reason, null, null, null, 0));

    public void Log(string result, string? reason)
    {
        var core = run.Session.Core;
        core.Verifications.Add(new PushdownVerificationRow(
            core.TimeProvider.GetUtcNow().UtcDateTime, run.Record.Id, fragment.Source, result, reason, RemoteSqlText.Of(run.Session, fragment), held.IsWhole ? held.RowCount : null, LocalRows,
            (long)core.TimeProvider.GetElapsedTime(_started).TotalMicroseconds));
    }
}
