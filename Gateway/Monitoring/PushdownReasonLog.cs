using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;
using FederationGateway.Optimizer;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Monitoring;

/// <summary>
/// Counts why something of the statements that ran did not run at a source. Of more different reasons than fit, those not seen for the longest time are forgotten.
/// </summary>
public sealed class PushdownReasonLog(TimeProvider timeProvider, int capacity = 1000)
{
    private readonly SeenRows<Key, PushdownReasonRow> _rows = new(capacity);

    /// <summary>Counts each reason of a plan that starts to run once, for each source whose rows it made come here.</summary>
    public void Count(OptimizedPlan plan, StatementRecord statement, bool isDeep)
    {
        if (plan.Refusals.Count == 0) return;
        foreach (var (key, reason) in isDeep ? LargeStack.Run(() => ReasonsOf(plan)) : ReasonsOf(plan)) Count(key, reason, statement);
    }

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<PushdownReasonRow> Snapshot() => [.. _rows.Snapshot().OrderByDescending(row => row.Statements)];

    /// <summary>Starts counting anew.</summary>
    public void Reset() => _rows.Clear();

    private static Dictionary<Key, PushdownRefusal> ReasonsOf(OptimizedPlan plan)
    {
        Dictionary<Key, PushdownRefusal> found = [];
        foreach (var (node, reasons) in plan.Refusals)
            foreach (var source in SourcesBelow(node))
                foreach (var reason in reasons) found.TryAdd(new Key(source, reason.Code, OperatorOf(node), reason.Cause), reason);
        return found;
    }

    private void Count(Key key, PushdownRefusal reason, StatementRecord statement)
    {
        var now = timeProvider.GetUtcNow().UtcDateTime;
        _rows.See(key, known => known is null
            ? new PushdownReasonRow(key.Source, key.Code, key.Operator, key.Cause, reason.Advice, 1, statement.Id, statement.Text, reason.Message, now, now)
            : known with { Statements = known.Statements + 1, LastStatementId = statement.Id, LastStatement = statement.Text, LastMessage = reason.Message, LastSeen = now });
    }

    // The sources right below, or those further down when there is an operator in between.
    private static HashSet<string> SourcesBelow(PlanNode node)
    {
        var direct = RemoteSourcesOf(node.Inputs);
        return direct.Count > 0 ? direct : RemoteSourcesOf(node.SelfAndDescendantsDeep());
    }

    private static HashSet<string> RemoteSourcesOf(IEnumerable<PlanNode> nodes) =>
        [.. nodes.OfType<RemoteNode>().Select(remote => remote.Source).Where(source => source is not (TableHandle.LocalSource or TableHandle.SystemSource))];

    private static string OperatorOf(PlanNode node)
    {
        var name = node.GetType().Name;
        return name[..^"Node".Length];
    }

    private readonly record struct Key(string Source, string Code, string Operator, string Cause);
}
