using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Simplify;

/// <summary>
/// One projection instead of two, none where nothing changes.
/// <code>
/// Project: a + 1 AS b             Project: x * 2 + 1 AS b
///   Project: x * 2 AS a     =>
/// </code>
/// Not when that would compute something twice that is volatile, a query of its own, or more than a column.
/// </summary>
public sealed class MergeProjects : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not ProjectNode project) return null;
        if (project.Items.All(item => item.IsPassThrough) && project.Items.Select(item => item.Column.Id).SequenceEqual(project.Input.Output.Select(column => column.Id)))
            return project.Input;
        if (project.Input is not ProjectNode below) return null;

        var definitions = below.Items.Definitions();
        var uses = project.Items.Select(item => item.Expression).ColumnIds().CountBy(id => id).ToDictionary();
        foreach (var (id, made) in definitions)
        {
            if (made is ColumnExpression or ConstantExpression or ParameterExpression) continue;
            var count = uses.GetValueOrDefault(id);
            if (count > 1 || count == 1 && (made.IsVolatile() || made.HasSubquery()) && !IsPassedOn(project, id)) return null;
        }

        return new ProjectNode(below.Input, project.Items.Select(item => item with { Expression = item.Expression.Replace(definitions) }).ToEquatableArray());
    }

    private static bool IsPassedOn(ProjectNode project, ColumnId id) => project.Items.Any(item => item.Expression is ColumnExpression column && column.Id == id);
}
