using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Federation;
using FederationGateway.Gateway.Statements;
using FederationGateway.Gateway.Verification;
using FederationGateway.Optimizer;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Trials;

/// <summary>
/// <c>CALL VERIFY_ADAPTER_CAPABILITIES('source')</c>: tries every capability and function the source is declared to have, keeps what came of it, and trusts the source
/// no longer in what it gets wrong. Nothing is written at the source.
/// </summary>
internal sealed class AdapterVerification
{
    // Apart from every id the plans of a statement have.
    private const int FirstId = 1 << 20;

    private readonly StatementRun _run;
    private readonly LiveSource _live;
    private readonly SourceProfile _profile;
    private readonly TrialRun _trials;
    private readonly TrialRows _rows;

    public AdapterVerification(StatementRun run, LiveSource live, StatementContext context)
    {
        (_run, _live) = (run, live);
        var bounds = VerificationBounds.Of(run.Session.Settings);

        // What was found wrong before is tried again: that is how an administrator learns that the source is repaired.
        _profile = Planner.ProfileOf(context.Snapshot, context.Sources, live.Entry.Name, context.CredentialUser) with { Downgrades = DowngradeSet.None };
        _trials = new TrialRun(parameters => new ShadowRuns(context with { Parameters = parameters.ToEquatableArray() }, bounds), _profile);
        _rows = RowsFor(context.Snapshot);
    }

    /// <summary>Tries everything; the outcomes, after they are durable.</summary>
    public async Task<IReadOnlyList<CapabilityCheckEntry>> RunAsync(CancellationToken cancellationToken)
    {
        var core = _run.Session.Core;
        List<CapabilityCheckEntry> checks = [];
        List<PushdownMismatchEntry> mismatches = [];
        foreach (var trial in All())
        {
            var outcome = await _trials.RunAsync(trial, cancellationToken);
            var time = core.TimeProvider.GetUtcNow().UtcDateTime;
            checks.Add(new CapabilityCheckEntry(_live.Entry.Oid, trial.Capability, trial.Signature, time, outcome.Result, outcome.Detail));
            if (outcome.Result == CapabilityCheckResult.Mismatch) mismatches.Add(MismatchOf(trial, outcome, time));
        }

        await core.Store.Verification.ReplaceChecksAsync(checks, cancellationToken);
        if (mismatches.Count > 0) await core.Store.Verification.AddAsync(mismatches, cancellationToken);
        return checks;
    }

    private IEnumerable<Trial> All()
    {
        var (capabilities, functions) = (new CapabilityTrials(_rows), new FunctionTrials(_rows));
        foreach (var (capability, pushdown) in _profile.Capabilities.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            if (pushdown != Pushdown.Never && !capability.StartsWith("CAP_BI_", StringComparison.OrdinalIgnoreCase)) yield return capabilities.Of(capability);
        foreach (var (signature, _) in _profile.Dialect.Functions) yield return functions.Scalar(signature);
        foreach (var (signature, _) in _profile.Dialect.Aggregates) yield return functions.Aggregate(signature);
        foreach (var (signature, _) in _profile.Dialect.WindowFunctions) yield return functions.Window(signature);
        foreach (var (signature, _) in _profile.Dialect.TableFunctions) yield return functions.Rows(signature);
    }

    private PushdownMismatchEntry MismatchOf(Trial trial, TrialOutcome outcome, DateTime time)
    {
        var downgrade = new Downgrade(0, trial.Capability, trial.Signature.Length > 0 ? trial.Signature : null);
        var text = RemoteSqlText.Of(_run.Session, new RemoteNode(_live.Entry.Name, outcome.Plan!));
        return new PushdownMismatchEntry(0, _live.Entry.Oid, _live.Entry.Name, time, downgrade, outcome.What ?? trial.Capability, text)
        {
            StatementId = _run.Record.Id,
            StatementText = _run.Record.Text,
            UserName = _run.Record.User,
            RemoteRows = outcome.Difference!.FirstRows,
            LocalRows = outcome.Difference.SecondRows,
            RowsOnlyRemote = outcome.Difference.OnlyFirst,
            RowsOnlyLocal = outcome.Difference.OnlySecond,
        };
    }

    /// <summary>Constants where the source takes them in place of a table, else its own tables.</summary>
    private TrialRows RowsFor(CatalogSnapshot snapshot)
    {
        var ids = new ColumnIds(FirstId);
        var constants = new TrialRows(ids, tables: null);
        var example = constants.Of([SqlType.Int4, SqlType.Text])!;
        if (FragmentJudge.Judge(example.Plan, _profile).IsExact) return constants;
        return new TrialRows(ids, [.. snapshot.RelationsByOid.Values.OfType<VirtualTableEntry>().Where(table => table.Source == _live.Entry.Name)]);
    }
}
