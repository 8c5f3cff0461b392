namespace FederationGateway.Plan;

/// <summary>One fact about an operator: its name, as the text form shows it, and its value.</summary>
internal sealed record ExplainDetail(string Name, object Value)
{
    /// <summary>The facts of one node, in the order they are shown.</summary>
    public static IEnumerable<ExplainDetail> Of(PlanNode node, ExplainFacts facts)
    {
        foreach (var refusal in facts.RefusalsOf(node)) yield return new("stays local", refusal);
        if (node is not RemoteNode remote) yield break;
        if (remote.Relocation is { } relocation) yield return new("relocated", relocation.Reason);
        foreach (var filter in DynamicFilters(remote)) yield return new("dynamic filter", filter.ToString());
        if (facts.FragmentOf(remote) is not { } fragment) yield break;
        if (fragment.Sql is { } sql) yield return new("remote sql", sql);
        if (fragment.EstimatedRows is { } estimated) yield return new("estimated rows", (long)Math.Min(long.MaxValue / 2, Math.Round(estimated)));
        if (fragment.ActualRows is { } actual) yield return new("actual rows", actual);
        if (fragment.Bytes is { } bytes) yield return new("bytes", bytes);
        if (fragment.Milliseconds is { } milliseconds) yield return new("milliseconds", Math.Round(milliseconds, 3));
        if (fragment.Connections is { } connections) yield return new("connections", connections);
        if (fragment.DynamicFilterKeys is { } keys) yield return new("dynamic filter keys", keys);
        if (fragment.UploadedRows is { } uploaded) yield return new("uploaded rows", uploaded);
        if (fragment.RanInstead is { } reason) yield return new("computed here instead", reason);
    }

    /// <summary>The plans below a node: its inputs, what it has uploaded, then the queries inside its expressions.</summary>
    public static IEnumerable<(string? Role, PlanNode Plan)> ChildrenOf(PlanNode node)
    {
        for (var i = 0; i < node.Inputs.Count; i++)
            yield return (node is WithNode with && i < with.Tables.Count ? $"CTE {with.Tables[i].Name}" : null, node.Inputs[i]);
        foreach (var upload in (node as RemoteNode)?.Relocation?.Uploads ?? []) yield return ($"Upload {upload.Name}", upload.Input);
        foreach (var part in node.Expressions().SelectMany(expression => expression.SelfAndDescendants()))
            if (ExpressionWalk.SubqueriesOf(part) is { } query) yield return ("Subquery", query);
    }

    private static IEnumerable<DynamicFilterExpression> DynamicFilters(RemoteNode remote) =>
        remote.Fragment.AllExpressions().SelectMany(expression => expression.SelfAndDescendants()).OfType<DynamicFilterExpression>();
}
