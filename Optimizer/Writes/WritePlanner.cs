using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Writes;

/// <summary>
/// Decides how a change of a remote table is carried out: whole at its source when everything it reads is there and computed exactly, else by rows computed here.
/// </summary>
public static class WritePlanner
{
    /// <exception cref="GatewayException">0A000 when the source does not write so, or its rows cannot be told apart.</exception>
    public static WritePlan Plan(ChangeStatement change, OptimizedPlan source, SourceProfile target)
    {
        WriteCapabilities.Require(change, target);
        var planned = change with { Source = source.Root };
        if (planned is InsertStatement { OnConflict: { } conflict } insert) RequireConflict(insert, conflict, target);
        var returnsExactly = change.Returning.IsEmpty || FragmentJudge.Judge(ReturningOf(planned), target).IsExact;
        var reason = WhyNotWhole(planned, source, target);
        if (reason is not null) RequireKey(planned, reason);
        var needsSnapshot = reason is not null || (planned.Source is RemoteNode remote && !ChangeWriter.NeedsNoKey(planned with { Source = remote.Fragment }, target.Dialect));
        return new WritePlan(planned, reason is null, needsSnapshot, returnsExactly, reason);
    }

    private static PushdownRefusal? WhyNotWhole(ChangeStatement change, OptimizedPlan plan, SourceProfile target) => change.Source switch
    {
        RemoteNode { Relocation: null } remote when remote.Source == target.Name => WhyNotWhole(change, remote, target),
        RemoteNode { Relocation: null } remote => FromElsewhere(remote, target),
        ValuesNode values when change is InsertStatement => WhyNotLiteral(values, change, target),
        var local => FirstCause(local, plan) ?? MadeHere,
    };

    internal static PushdownRefusal MadeHere { get; } = new(RefusalCode.LocalData, "the rows are made here");

    internal static PushdownRefusal FromElsewhere(RemoteNode remote, SourceProfile target) =>
        new(RefusalCode.DifferentSources, $"the rows come from {remote.Source}, the table is in {target.Name}");

    private static PushdownRefusal? WhyNotWhole(ChangeStatement change, RemoteNode remote, SourceProfile target)
    {
        if (change is InsertStatement && !target.Capabilities.HasExact(Capability.InsertSelect)) return Missing(Capability.InsertSelect, target);
        return ChangeWriter.Write(Bare(change) with { Source = remote.Fragment }, target.Dialect).Refusal;
    }

    private static PushdownRefusal? WhyNotLiteral(ValuesNode values, ChangeStatement change, SourceProfile target) =>
        WhyNotLiteral(values) ?? ChangeWriter.Write(Bare(change), target.Dialect).Refusal;

    // Literals are as good there as here. What is computed from them is computed here, where it is known what it means.
    internal static PushdownRefusal? WhyNotLiteral(ValuesNode values)
    {
        if (values.Rows.Count == 0 || values.Rows.Count > MostLiteralRows) return MadeHere;
        foreach (var row in values.Rows)
            foreach (var value in row)
                if (!IsLiteral(value)) return new PushdownRefusal(RefusalCode.LocalData, $"{value} is computed here");
        return null;
    }

    /// <summary>More rows than these are sent in bulk.</summary>
    private const int MostLiteralRows = 100;

    internal static bool IsLiteral(Expression value) => value is ConstantExpression or ParameterExpression or CastExpression { Operand: ParameterExpression or ConstantExpression };

    // What is returned is judged by itself: it may be computed here when all else is done there.
    private static ChangeStatement Bare(ChangeStatement change) => change with { Returning = [] };

    // What stayed here only because its input did is no reason of its own.
    internal static PushdownRefusal? FirstCause(PlanNode plan, OptimizedPlan optimized)
    {
        List<PushdownRefusal> reasons = [.. plan.SelfAndDescendants().SelectMany(node => optimized.Refusals.GetValueOrDefault(node) ?? [])];
        return reasons.FirstOrDefault(reason => reason.Code != RefusalCode.InputStayedLocal) ?? reasons.FirstOrDefault();
    }

    /// <summary>RETURNING as a query over the row.</summary>
    private static ProjectNode ReturningOf(ChangeStatement change) => new(RowOf(change.Table, change.RowColumns), change.Returning);

    internal static ScanNode RowOf(TableHandle table, EquatableArray<OutputColumn> columns) => new(table, columns.Select((column, ordinal) => new ScanColumn(column, ordinal)).ToEquatableArray());

    private static void RequireConflict(InsertStatement insert, ConflictAction conflict, SourceProfile target)
    {
        if (conflict.AssignedOrdinals.IsEmpty && conflict.Where is null) return;

        // The row that is there beside the one that did not go in: what both give must be what the gateway would have made of them.
        PlanNode both = new JoinNode(JoinKind.Cross, RowOf(insert.Table, insert.RowColumns), RowOf(insert.Table, conflict.ExcludedColumns), null);
        if (conflict.Where is { } condition) both = new FilterNode(both, condition);
        var items = conflict.AssignedValues.Select((value, i) => new ProjectItem(new OutputColumn(new ColumnId(int.MaxValue - i), insert.Table.Columns[conflict.AssignedOrdinals[i]].Name, value.Type, true), value));
        var verdict = FragmentJudge.Judge(new ProjectNode(both, items.ToEquatableArray()), target);
        if (verdict.Refusal is not { } reason || verdict.IsExact) return;
        throw new GatewayException(SqlState.FeatureNotSupported, $"remote source \"{target.Name}\" cannot compute this ON CONFLICT as the gateway would")
        {
            Detail = $"{reason.Code}: {reason.Message}.",
            Hint = reason.Hint,
        };
    }

    private static void RequireKey(ChangeStatement change, PushdownRefusal reason)
    {
        if (change is UpdateStatement { KeyOrdinals.IsEmpty: true } or DeleteStatement { KeyOrdinals.IsEmpty: true }) throw NoKey(change, reason);
    }

    internal static GatewayException NoKey(ChangeStatement change, PushdownRefusal reason) =>
        new(SqlState.FeatureNotSupported, $"the rows of \"{change.Table.DisplayName}\" to be changed cannot be found again at remote source \"{change.Table.Source}\": no key of the table is known")
        {
            Detail = $"The source cannot do the statement by itself. {reason.Code}: {reason.Message}.",
            Hint = "Give the table a primary key at its source, then ALTER VIRTUAL TABLE … REFRESH DEFINITION; or write a statement that the source can do whole.",
        };

    internal static PushdownRefusal Missing(string capability, SourceProfile target) =>
        new(RefusalCode.CapabilityMissing, target.Capabilities.WithheldBecause(capability) ?? $"{target.Name} does not declare {capability}");
}
