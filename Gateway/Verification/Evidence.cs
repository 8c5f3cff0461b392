using FederationGateway.Arrow;
using FederationGateway.Executor.Verification;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Verification;

/// <summary>Tries to explain a difference by anything but a wrong answer: rows that change while they are read, several right answers.</summary>
internal sealed class Evidence(ShadowRuns runs, string source)
{
    /// <summary>Why the difference is no evidence; null when nothing explains it.</summary>
    public async Task<string?> RefuteAsync(
        PlanNode fragment, Comparability comparability, IReadOnlyList<RecordBatch> remote, IReadOnlyList<RecordBatch> local, CancellationToken cancellationToken)
    {
        if (comparability.Variance is { } variance)
            return await DiffersBelowLimitAsync(fragment, cancellationToken) && await DiffersBelowLimitAsync(fragment, cancellationToken) ? null : variance;
        using var remoteAgain = await runs.RemoteAsync(source, fragment, cancellationToken);
        if (!IsSame(remote, remoteAgain, comparability.Rules)) return "the source's answer changes from one time to the next";
        using var localAgain = await runs.LocalAsync(fragment, cancellationToken);
        return IsSame(local, localAgain, comparability.Rules) ? null : "the source's rows change from one time to the next";
    }

    /// <summary>Where LIMIT may choose among equal rows, the rows it chooses from must still be the same.</summary>
    private async Task<bool> DiffersBelowLimitAsync(PlanNode fragment, CancellationToken cancellationToken)
    {
        if (WithoutLimit(fragment) is not { } whole || Comparability.Of(whole) is not { Refusal: null, Variance: null } comparability) return false;
        using var remote = await runs.RemoteAsync(source, whole, cancellationToken);
        using var local = await runs.LocalAsync(whole, cancellationToken);
        return remote.Failure is null && local.Failure is null && !ResultComparison.Compare(remote.Batches, local.Batches, comparability.Rules).IsNone;
    }

    public static PlanNode? WithoutLimit(PlanNode fragment) => fragment switch
    {
        LimitNode limit => limit.Input,
        ProjectNode project when WithoutLimit(project.Input) is { } input => project with { Input = input },
        _ => null,
    };

    private static bool IsSame(IReadOnlyList<RecordBatch> before, ShadowAnswer again, ComparisonRules rules) =>
        again.Failure is null && ResultComparison.Compare(before, again.Batches, rules).IsNone;
}
