using FederationGateway.Executor.Verification;
using FederationGateway.Optimizer;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Verification;

/// <summary>Asks of one piece of a fragment whether the source's answer differs from the one computed here. Gives up after a number of questions.</summary>
internal sealed class Probe(ShadowRuns runs, string source, int questions = 100)
{
    private readonly ColumnIds _ids = new(1 << 24);
    private int _left = questions;

    public SourceProfile Profile { get; } = runs.ProfileOf(source);

    public ShadowRuns Runs => runs;

    public string Source => source;

    /// <summary>A column for a probe's own plan, apart from all of the statement's.</summary>
    public OutputColumn Column(string name, Common.SqlType type) => new(_ids.Next(), name, type);

    /// <summary>True and false are answers; null when the piece cannot be asked for, or its answer says nothing.</summary>
    public async Task<bool?> DiffersAsync(PlanNode piece, CancellationToken cancellationToken)
    {
        if (!IsWhole(piece) || Comparability.Of(piece) is not { Refusal: null, Variance: null } comparability) return null;
        if (_left-- <= 0 || !FragmentJudge.Judge(piece, Profile).IsExact) return null;
        using var remote = await runs.RemoteAsync(source, piece, cancellationToken);
        if (remote.Failure is not null) return null;
        using var local = await runs.LocalAsync(piece, cancellationToken);
        return local.Failure is null ? !ResultComparison.Compare(remote.Batches, local.Batches, comparability.Rules).IsNone : null;
    }

    /// <summary>A piece that takes columns or common tables from around it is nothing on its own.</summary>
    private static bool IsWhole(PlanNode piece)
    {
        if (FreeColumns.Of(piece).Count > 0) return false;
        var nodes = piece.SelfAndDescendantsDeep().ToList();
        var defined = nodes.OfType<WithNode>().SelectMany(with => with.Tables).Select(table => table.CteId).ToHashSet();
        return nodes.OfType<CteScanNode>().All(scan => defined.Contains(scan.CteId));
    }
}
