using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Limits;

/// <summary>
/// The rows a LIMIT drops need not be computed; a source that cannot compute the projection may know the limit.
/// <code>
/// Limit: 5                          Project: f(x) AS y
///   Sort: y                           Limit: 5
///     Project: f(x) AS y      =>        Sort: f(x)
/// </code>
/// Sort keys that are volatile or queries stay with the projection, which would otherwise compute them twice.
/// </summary>
public sealed class PushLimitThroughProject : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context) => node switch
    {
        LimitNode { WithTies: false, Input: ProjectNode project } limit when IsFree(project) => project with { Input = limit with { Input = project.Input } },
        LimitNode { Input: SortNode { Input: ProjectNode project } sort } limit when IsFree(project) && Keys(sort, project) is { } keys =>
            project with { Input = limit with { Input = new SortNode(project.Input, keys) } },
        _ => null,
    };

    private static bool IsFree(ProjectNode project) => !project.Items.Any(item => item.Expression.IsVolatile());

    private static EquatableArray<SortKey>? Keys(SortNode sort, ProjectNode project)
    {
        var definitions = project.Items.Definitions();
        var keys = sort.Keys.Select(key => key with { Expression = key.Expression.Replace(definitions) }).ToEquatableArray();
        return keys.Any(key => key.Expression.HasSubquery()) ? null : keys;
    }
}
