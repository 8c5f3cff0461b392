using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Writes;

/// <summary>
/// Decides how a MERGE of a remote table is carried out. The source runs it as one statement when it declares so and computes exactly all that is compared and written; the
/// rows that come from elsewhere are sent to it. Otherwise what becomes of each row is found out here, and written by key.
/// </summary>
public static class MergePlanner
{
    /// <summary>How the source does it as one statement; null, and why not, when it does not.</summary>
    /// <param name="rows">The statement's source, optimized.</param>
    /// <exception cref="GatewayException">0A000 when nothing may be written there so.</exception>
    public static WritePlan? PlanAtSource(MergeStatement merge, OptimizedPlan rows, SourceProfile target, bool isPushdownOn, out PushdownRefusal? whyNot)
    {
        RequireActions(merge.Clauses, target);
        var source = AsValues(rows.Root);
        whyNot = WhyNot(merge, source, target, isPushdownOn);
        if (whyNot is not null) return null;
        var sent = WhySent(source, rows, target);
        return new WritePlan(merge with { Source = source }, sent is null, sent is not null, ReturnsExactly: true, sent);
    }

    /// <summary>How it is done by rows and keys.</summary>
    public static WritePlan PlanByKeys(MergeRowsStatement merge, PushdownRefusal reason)
    {
        if (merge.KeyOrdinals.IsEmpty && merge.Changing.Any()) throw WritePlanner.NoKey(merge, reason);
        return new WritePlan(merge, IsWhole: false, NeedsSnapshot: true, ReturnsExactly: true, reason);
    }

    private static void RequireActions(EquatableArray<MergeClause> clauses, SourceProfile target)
    {
        foreach (var clause in clauses)
        {
            if (clause.Action == MergeAction.Nothing) continue;
            WriteCapabilities.Require(clause.Action switch { MergeAction.Insert => Capability.Insert, MergeAction.Update => Capability.Update, _ => Capability.Delete }, target);
        }
    }

    private static PushdownRefusal? WhyNot(MergeStatement merge, PlanNode source, SourceProfile target, bool isPushdownOn)
    {
        if (!isPushdownOn) return new PushdownRefusal(RefusalCode.PushdownOff, "the setting pushdown is off", "SET pushdown = on");
        if (!target.Capabilities.HasExact(Capability.Merge)) return WritePlanner.Missing(Capability.Merge, target);
        if (merge.AsksPolicies) return new PushdownRefusal(RefusalCode.ConstructNotPushed, "policies are asked about each row here");
        if (merge.Expressions.Any(Subqueries.HasSubquery)) return new PushdownRefusal(RefusalCode.ConstructNotPushed, "a subquery in what MERGE compares or writes is computed here");

        // Each row beside each row of the table: all that is asked of such a pair must be what the gateway would make of it.
        var there = AtSource(source, target);
        var pairs = new JoinNode(JoinKind.Cross, there, WritePlanner.RowOf(merge.Table, merge.RowColumns), null);
        var items = merge.Expressions.Select((value, i) => new ProjectItem(new OutputColumn(new ColumnId(int.MaxValue - i), "v", value.Type, true), value));
        var verdict = FragmentJudge.Judge(new ProjectNode(pairs, items.ToEquatableArray()), target);
        return verdict.IsExact ? ChangeWriter.Write(merge with { Source = there }, target.Dialect).Refusal : verdict.Refusal;
    }

    private static PushdownRefusal? WhySent(PlanNode source, OptimizedPlan rows, SourceProfile target) => source switch
    {
        RemoteNode { Relocation: null } remote => remote.Source == target.Name ? null : WritePlanner.FromElsewhere(remote, target),
        ValuesNode values => WritePlanner.WhyNotLiteral(values),
        var local => WritePlanner.FirstCause(local, rows) ?? WritePlanner.MadeHere,
    };

    /// <summary>What the statement there reads: the source's own query, literals, or a table that rows have been sent into.</summary>
    private static PlanNode AtSource(PlanNode source, SourceProfile target)
    {
        if (source is RemoteNode { Relocation: null } remote && remote.Source == target.Name) return remote.Fragment;
        if (source is ValuesNode) return source;
        var table = new TableHandle(target.Name, ["rows"], "rows", source.Output.Select(column => new TableColumn(column.Name, column.Name, column.Type, IsNullable: true)).ToEquatableArray());
        return new ScanNode(table, source.Output.Select((column, ordinal) => new ScanColumn(column, ordinal)).ToEquatableArray());
    }

    /// <summary><c>SELECT 1 AS a, $1 AS b</c> is a row of literals as VALUES are.</summary>
    private static PlanNode AsValues(PlanNode source) =>
        source is ProjectNode { Input: ValuesNode { Columns.IsEmpty: true, Rows.Count: 1 } } row && row.Items.All(item => WritePlanner.IsLiteral(item.Expression))
            ? new ValuesNode(row.Output, [row.Items.Select(item => item.Expression).ToEquatableArray()])
            : source;
}
