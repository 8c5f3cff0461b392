using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>
/// Checks what every rewriting must keep: each column an expression reads comes from the node's inputs or from around it, under the same type, no join
/// gets one column from both sides, and (between two plans) the output is the same. A violation is a bug of the gateway (XX000).
/// </summary>
public static class PlanVerifier
{
    /// <param name="stage">What was done last, for the message.</param>
    public static void Verify(PlanNode plan, string stage) => Check(plan, [], stage);

    public static void VerifySameOutput(PlanNode before, PlanNode after, string stage)
    {
        if (before.Output.Select(column => (column.Id, column.Type)).SequenceEqual(after.Output.Select(column => (column.Id, column.Type)))) return;
        throw Broken(stage, $"the output was {Columns(before)}, now it is {Columns(after)}");
    }

    private static string Columns(PlanNode plan) => string.Join(", ", plan.Output.Select(column => $"{column.Id} {column.Name} {column.Type}"));

    private static void Check(PlanNode node, Dictionary<ColumnId, SqlType> around, string stage)
    {
        if (node is JoinNode join && join.Left.Output.Select(column => column.Id).Intersect(join.Right.Output.Select(column => column.Id)).Any())
            throw Broken(stage, $"{node} gets one column from both sides");
        var visible = new Dictionary<ColumnId, SqlType>(around);
        foreach (var input in node.Inputs)
        {
            Check(input, node is JoinNode { IsLateral: true } ? visible : around, stage);
            if (node is WithNode) continue;
            foreach (var column in input.Output) visible[column.Id] = column.Type;
        }

        if (node is SetOperationNode operation && operation.Branches.Any(branch => branch.Output.Count != operation.Columns.Count)) throw Broken(stage, $"{node} has branches of different widths");
        if (node is RemoteNode remote)
        {
            Check(remote.Fragment, around, stage);
            if (remote.Relocation is { } relocation) Check(remote, relocation, stage);
        }

        foreach (var expression in node.Expressions()) Check(expression, visible, node, stage);
    }

    // What is uploaded is computed on its own, as is what runs instead: neither sees columns around it.
    private static void Check(RemoteNode remote, Relocation relocation, string stage)
    {
        foreach (var upload in relocation.Uploads)
        {
            Check(upload.Input, [], stage);
            if (!upload.Input.Output.Select(column => column.Type).SequenceEqual(upload.Table.Columns.Select(column => column.Type)))
                throw Broken(stage, $"{upload.Name} has other columns than {upload.Input}");
        }

        Check(relocation.Otherwise, [], stage);
        VerifySameOutput(relocation.Otherwise, remote, stage);
    }

    private static void Check(Expression expression, Dictionary<ColumnId, SqlType> visible, PlanNode node, string stage)
    {
        foreach (var part in expression.SelfAndDescendants())
        {
            if (ExpressionWalk.SubqueriesOf(part) is { } query) Check(query, visible, stage);
            if (part is not ColumnExpression column) continue;
            if (!visible.TryGetValue(column.Id, out var type)) throw Broken(stage, $"{node}: column {column.Id} ({column.Name}) comes from nowhere");
            if (type != column.Type) throw Broken(stage, $"{node}: column {column.Id} ({column.Name}) is {type}, not {column.Type}");
        }
    }

    private static GatewayException Broken(string stage, string message) => new(SqlState.InternalError, $"plan broken by {stage}: {message}");
}
