using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Executor.Verification;
using FederationGateway.Gateway.Verification;
using FederationGateway.Optimizer;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Trials;

/// <summary>
/// Tries what a source declares: each plan is computed by the source and here. A value that one side refuses (a logarithm of zero) is left out, and the others are
/// compared; an error is not an answer.
/// </summary>
internal sealed class TrialRun(Func<IReadOnlyList<ConstantExpression>, ShadowRuns> runsOf, SourceProfile source)
{
    /// <summary>Statements spent on finding the rows a function refuses.</summary>
    private const int MaxSplits = 24;

    public async Task<TrialOutcome> RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        if (trial.Untestable is { } untestable) return TrialOutcome.NotTestable(untestable);
        var (compared, refused, reason) = (0L, 0L, (string?)null);
        foreach (var plan in trial.Plans)
        {
            if (Refusal(plan, out var isSuperset) is { } refusal)
            {
                reason ??= refusal;
                continue;
            }

            var counts = new Counts(MaxSplits);
            if (await CompareAsync(plan, isSuperset, counts, cancellationToken) is var (shown, difference))
            {
                (shown, difference) = await NarrowAsync(shown, difference, isSuperset, cancellationToken);
                return new TrialOutcome(CapabilityCheckResult.Mismatch, Describe(shown, difference), shown.What, shown.Plan, difference);
            }

            reason ??= counts.Reason;
            compared += counts.Compared;
            refused += counts.Refused;
        }

        if (compared == 0) return TrialOutcome.NotTestable(reason ?? "nothing could be compared");
        return new TrialOutcome(CapabilityCheckResult.Ok, refused == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{refused} of {compared + refused} questions were refused by one side ({reason})"));
    }

    /// <summary>Why the source is not asked this although it declares the capability.</summary>
    private string? Refusal(TrialPlan trial, out bool isSuperset)
    {
        isSuperset = false;
        var plan = trial.Plan;
        if (Comparability.Of(plan).Refusal is { } refusal) return refusal;
        if (trial.IsUploaded) return plan.Output.FirstOrDefault(column => source.Dialect.UploadType(column.Type) is null) is { } column ? $"{column.Type} is not uploaded" : null;
        var verdict = FragmentJudge.Judge(plan, source);
        isSuperset = verdict.Pushdown == Pushdown.Superset && plan is FilterNode;
        return verdict.IsExact || isSuperset ? null : verdict.Refusal?.Message ?? "it is not sent";
    }

    /// <summary>The difference and over which rows it showed, null when there is none among the rows both sides accept.</summary>
    private async Task<(TrialPlan Plan, ResultDifference Difference)?> CompareAsync(TrialPlan plan, bool isSuperset, Counts counts, CancellationToken cancellationToken)
    {
        var runs = runsOf(plan.Parameters);
        using var remote = plan.IsUploaded ? await runs.UploadedAsync(source.Name, plan.Plan, cancellationToken) : await runs.RemoteAsync(source.Name, plan.Plan, cancellationToken);
        using var local = remote.Failure is null ? await runs.LocalAsync(plan.Plan, cancellationToken) : ShadowAnswer.None("");
        if (remote.Failure is null && local.Failure is null)
        {
            counts.Compared++;
            var difference = ResultComparison.Compare(remote.Batches, local.Batches, Comparability.Of(plan.Plan).Rules);
            return difference.IsNone || (isSuperset && difference.OnlySecond == 0) ? null : (plan, difference);
        }

        if (Halves(plan.Plan) is not var (first, second) || counts.Splits-- <= 0)
        {
            counts.Refused++;
            counts.Reason ??= remote.Failure ?? local.Failure;
            return null;
        }

        return await CompareAsync(plan with { Plan = first }, isSuperset, counts, cancellationToken) ?? await CompareAsync(plan with { Plan = second }, isSuperset, counts, cancellationToken);
    }

    /// <summary>The same over as few rows as still show it: what an administrator reads, and asks the source.</summary>
    private async Task<(TrialPlan Plan, ResultDifference Difference)> NarrowAsync(TrialPlan plan, ResultDifference difference, bool isSuperset, CancellationToken cancellationToken)
    {
        while (Halves(plan.Plan) is var (first, second))
        {
            var narrower = await CompareAsync(plan with { Plan = first }, isSuperset, new Counts(0), cancellationToken)
                ?? await CompareAsync(plan with { Plan = second }, isSuperset, new Counts(0), cancellationToken);
            if (narrower is not { } found) break;
            (plan, difference) = found;
        }

        return (plan, difference);
    }

    private static (PlanNode First, PlanNode Second)? Halves(PlanNode plan)
    {
        if (plan.SelfAndDescendants().OfType<ValuesNode>().ToList() is not [var values] || values.Rows.Count < 2) return null;
        var half = values.Rows.Count / 2;
        return (With([.. values.Rows.Take(half)]), With([.. values.Rows.Skip(half)]));

        PlanNode With(EquatableArray<EquatableArray<Expression>> rows) => plan.Rewrite(node => node is ValuesNode whole ? whole with { Rows = rows } : node);
    }

    private static string Describe(TrialPlan plan, ResultDifference difference) => difference.IsReordered
        ? $"{plan.What}: the rows come in another order"
        : string.Create(CultureInfo.InvariantCulture, $"{plan.What}: {difference.OnlyFirst} rows only at the source, {difference.OnlySecond} only here");

    private sealed class Counts(int splits)
    {
        public int Splits { get; set; } = splits;

        public long Compared { get; set; }

        public long Refused { get; set; }

        public string? Reason { get; set; }
    }
}
