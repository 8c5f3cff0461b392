using System.Globalization;

namespace FederationGateway.Plan;

/// <summary>The plan as EXPLAIN prints it: one operator a line, what is below it indented, its facts between the two.</summary>
public static class ExplainText
{
    public static IReadOnlyList<string> Format(PlanNode plan, ExplainFacts facts)
    {
        var lines = new List<string>();
        Append(lines, plan, facts, 0);
        if (facts.Statement is { } statement)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"planning: {statement.PlanningMilliseconds:0.000} ms"));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"execution: {statement.ExecutionMilliseconds:0.000} ms, {statement.Rows} rows"));
        }

        return lines;
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
