using System.Text.Json.Nodes;

namespace FederationGateway.Plan;

/// <summary>The same as <see cref="ExplainText"/> for <c>EXPLAIN (FORMAT JSON)</c>: an array with one object, as PostgreSQL has it.</summary>
public static class ExplainJson
{
    public static string Format(PlanNode plan, ExplainFacts facts)
    {
        var statement = new JsonObject { ["Plan"] = facts.Write is { } write ? Write(write, plan, facts) : Node(plan, null, facts) };
        if (facts.Replicas.Count > 0) statement["Replicas"] = new JsonArray([.. facts.Replicas.Select(text => JsonValue.Create(text))]);
        if (facts.Statement is { } totals)
        {
            statement["Planning Time"] = totals.PlanningMilliseconds;
            statement["Execution Time"] = totals.ExecutionMilliseconds;
            statement["Rows"] = totals.Rows;
        }

        return new JsonArray(statement).ToJsonString(Options);
    }

    private static System.Text.Json.JsonSerializerOptions Options { get; } =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonObject Write(WriteFacts write, PlanNode plan, ExplainFacts facts)
    {
        var result = new JsonObject { ["Node Type"] = write.Operation, ["Relation"] = write.Table, ["Source"] = write.Source, ["Remote SQL"] = write.Sql };
        if (write.ReturnsHere) result["Returning"] = "computed here";
        if (write.Reason is not { } reason) return result;
        result["By Rows"] = Value(reason);
        result["Plans"] = new JsonArray(Node(plan, null, facts));
        return result;
    }

    private static JsonObject Node(PlanNode node, string? role, ExplainFacts facts)
    {
        var result = new JsonObject { ["Node Type"] = NodeType(node), ["Description"] = node.Describe() };
        if (role is not null) result["Role"] = role;
        if (node is RemoteNode remote) result["Source"] = remote.Source;
        result["Output"] = new JsonArray([.. node.Output.Select(column => JsonValue.Create(column.Name))]);
        foreach (var group in ExplainDetail.Of(node, facts).GroupBy(detail => detail.Name))
        {
            var values = group.Select(detail => Value(detail.Value)).ToArray();
            result[Title(group.Key)] = group.Key is "stays local" or "dynamic filter" ? new JsonArray(values) : values[0];
        }

        var children = ExplainDetail.ChildrenOf(node).Select(child => (JsonNode)Node(child.Plan, child.Role, facts)).ToArray();
        if (children.Length > 0) result["Plans"] = new JsonArray(children);
        return result;
    }

    private static string NodeType(PlanNode node) => node.GetType().Name is var name && name.EndsWith("Node", StringComparison.Ordinal) ? name[..^4] : node.GetType().Name;

    private static string Title(string name) => string.Join(' ', name.Split(' ').Select(word => word == "sql" ? "SQL" : char.ToUpperInvariant(word[0]) + word[1..]));

    private static JsonNode? Value(object value) => value switch
    {
        PushdownRefusal refusal => new JsonObject { ["Code"] = refusal.Code, ["Message"] = refusal.Message, ["Hint"] = refusal.Advice },
        string text => JsonValue.Create(text),
        long number => JsonValue.Create(number),
        int number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create(value.ToString()),
    };
}
