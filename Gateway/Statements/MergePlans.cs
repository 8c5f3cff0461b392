using FederationGateway.Common;
using FederationGateway.Federation;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Optimizer;
using FederationGateway.Optimizer.Writes;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>A bound MERGE as it runs: one statement of the table's source, or its rows.</summary>
internal static class MergePlans
{
    /// <summary>Asks the table's source for its version before the first MERGE there: not every version has it.</summary>
    public static async ValueTask PrepareAsync(SessionState session, MergeStatement merge, CancellationToken cancellationToken)
    {
        if (merge.IsLocal || session.Snapshot.Sources.FindExact(merge.Table.Source) is not { } entry) return;
        var live = session.Core.Sources.Get(session.Snapshot, entry, session.CredentialUser);
        using var lease = live.Rent();
        await live.LearnVersionAsync(cancellationToken);
    }

    public static (ChangeStatement Change, OptimizedPlan Rows, WritePlan? Write) Plan(SessionState session, MergeStatement merge, CancellationToken cancellationToken)
    {
        PushdownRefusal? whyNot = null;
        if (!merge.IsLocal)
        {
            var source = Planner.Optimize(session, merge.Source, merge, cancellationToken);
            var folded = merge.Map(session.Functions.FoldStable);
            var target = Planner.ProfileOf(session.Snapshot, session.Core.Sources, merge.Table.Source, session.CredentialUser);
            var isPushdownOn = session.Settings.IsOn(SettingsTable.Pushdown);
            WritePlan? AtSource() => MergePlanner.PlanAtSource(folded, source, target, isPushdownOn, out whyNot);
            if ((merge.IsDeep ? LargeStack.Run(AtSource) : AtSource()) is { } write) return (write.Change, source, write);
        }

        var rows = Planner.Optimize(session, merge.Rows.Source, merge, cancellationToken);
        var change = merge.Rows with { Source = rows.Root };
        return (change, rows, whyNot is { } reason ? MergePlanner.PlanByKeys(change, reason) : null);
    }
}
