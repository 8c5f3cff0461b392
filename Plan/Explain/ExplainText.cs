using System.Globalization;

namespace FederationGateway.Plan;

/// <summary>The plan as EXPLAIN prints it: one operator a line, what is below it indented, its facts between the two.</summary>
public static class ExplainText
{
    public static IReadOnlyList<string> Format(PlanNode plan, ExplainFacts facts)
    {
        var lines = new List<string>();
        if (facts.Write is { } write) AppendWrite(lines, write);
        if (facts.Write is not { Reason: null }) Append(lines, plan, facts, facts.Write is null ? 0 : 1);
        lines.AddRange(facts.Replicas);
        if (facts.Statement is { } statement)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"planning: {statement.PlanningMilliseconds:0.000} ms"));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"execution: {statement.ExecutionMilliseconds:0.000} ms, {statement.Rows} rows"));
        }

        return lines;
    }

    private static void AppendWrite(List<string> lines, WriteFacts write)
    {
        lines.Add($"{write.Operation}: {write.Table} at {write.Source}");
        if (write.Reason is { } reason) lines.Add($"  by rows: {reason}");
        if (write.ReturnsHere) lines.Add("  returning: computed here");
        lines.Add($"  remote sql: {write.Sql}");
    }

    private static void Append(List<string> lines, PlanNode node, ExplainFacts facts, int depth)
    {
        lines.Add(new string(' ', depth * 2) + node.Describe());
        var inner = new string(' ', (depth + 1) * 2);
        foreach (var detail in ExplainDetail.Of(node, facts)) lines.Add(string.Create(CultureInfo.InvariantCulture, $"{inner}{detail.Name}: {detail.Value}"));
        foreach (var (role, child) in ExplainDetail.ChildrenOf(node))
        {
            if (role is not null) lines.Add($"{inner}{role}:");
            Append(lines, child, facts, role is null ? depth + 1 : depth + 2);
        }
    }
}
