using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Joins;

/// <summary>
/// Puts the tables of one source next to each other in a chain of inner joins, so that they can be joined there.
/// <code>
/// Inner join: c.z = a.z                 Inner join: a.x = b.x
///   Inner join: a.x = b.x        =>       Inner join: c.z = a.z
///     Remote: s1 a                          Remote: s1 a
///     Remote: s2 b                          Remote: s1 c
///   Remote: s1 c                          Remote: s2 b
/// </code>
/// Inner joins may be done in any order; only inputs with a condition between them, or one that follows from others (<see cref="TransitiveEqualities"/>), are put
/// together. A projection restores the order of columns.
/// </summary>
public sealed class GroupJoinsBySource : IPlanPass
{
    public PlanNode Run(PlanNode plan, RuleContext context)
    {
        if (plan is JoinNode join && IsInner(join)) return Reorder(join, context);
        var inputs = plan.Inputs.Select(input => Run(input, context)).ToArray();
        var changed = inputs.Where((input, index) => !ReferenceEquals(input, plan.Inputs[index])).Any();
        return Subqueries.MapQueries(changed ? plan.WithInputs(inputs.ToEquatableArray()) : plan, query => Run(query, context));
    }

    private static bool IsInner(PlanNode node) => node is JoinNode { Kind: JoinKind.Inner or JoinKind.Cross, IsLateral: false };

    private PlanNode Reorder(JoinNode root, RuleContext context)
    {
        List<PlanNode> inputs = [];
        List<Expression> conditions = [];
        Collect(root, inputs, conditions);
        inputs = [.. inputs.Select(input => Run(input, context))];
        conditions = [.. conditions.Select(condition => condition.HasSubquery() ? condition.Rewrite(part => part, query => Run(query, context)) : condition)];

        conditions.AddRange(TransitiveEqualities.Within(inputs, SourceOf, conditions));
        var groups = Groups(inputs, conditions).Select(group => Chain(group, conditions)).ToList();
        var chain = Chain(groups, conditions).Filtered(conditions);
        if (chain.Equals(root)) return root;
        return chain.Output == root.Output ? chain : new ProjectNode(chain, root.Output.Select(ProjectItem.Pass).ToEquatableArray());
    }

    private static void Collect(PlanNode node, List<PlanNode> inputs, List<Expression> conditions)
    {
        if (!IsInner(node))
        {
            inputs.Add(node);
            return;
        }

        var join = (JoinNode)node;
        Collect(join.Left, inputs, conditions);
        Collect(join.Right, inputs, conditions);
        conditions.AddRange(Conditions.Of(join.Condition));
    }

    /// <summary>The inputs in order, each followed by those of its source that a condition ties to it, directly or through others of that source.</summary>
    private static List<List<PlanNode>> Groups(List<PlanNode> inputs, List<Expression> conditions)
    {
        var left = new List<PlanNode>(inputs);
        var groups = new List<List<PlanNode>>();
        while (left.Count > 0)
        {
            List<PlanNode> group = [left[0]];
            left.RemoveAt(0);
            var source = SourceOf(group[0]);
            while (source is not null && left.Find(input => SourceOf(input) == source && AreTied(group, input, conditions)) is { } next)
            {
                group.Add(next);
                left.Remove(next);
            }

            groups.Add(group);
        }

        return groups;
    }

    private static string? SourceOf(PlanNode node) => node switch
    {
        RemoteNode remote => remote.Source,
        FilterNode or ProjectNode or AggregateNode => SourceOf(node.Inputs[0]),
        JoinNode join when SourceOf(join.Left) is { } source && SourceOf(join.Right) == source => source,
        _ => null,
    };

    private static bool AreTied(List<PlanNode> group, PlanNode input, List<Expression> conditions)
    {
        HashSet<ColumnId> columns = [.. group.SelectMany(member => member.Ids())];
        var others = input.Ids();
        return conditions.Any(condition => FreeColumns.Of(condition) is var free && free.Overlaps(columns) && free.Overlaps(others) && free.IsSubsetOf([.. columns, .. others]));
    }

    /// <summary>Joins the inputs from left to right, taking along each condition as soon as its columns are there, and tied inputs before untied ones.</summary>
    private static PlanNode Chain(List<PlanNode> inputs, List<Expression> conditions)
    {
        var rest = new List<PlanNode>(inputs);
        var chain = rest[0];
        rest.RemoveAt(0);
        while (rest.Count > 0)
        {
            var next = rest.Find(input => AreTied([chain], input, conditions)) ?? rest[0];
            rest.Remove(next);
            HashSet<ColumnId> columns = [.. chain.Ids(), .. next.Ids()];
            var ready = conditions.Where(condition => condition.ReadsOnly(columns)).ToList();
            conditions.RemoveAll(ready.Contains);
            chain = new JoinNode(ready.Count == 0 ? JoinKind.Cross : JoinKind.Inner, chain, next, Conditions.OrNull(ready));
        }

        return chain;
    }
}
