using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.DynamicFilters;

/// <summary>
/// Sends the keys of a small join side to the other side's source, so that only rows that can match travel.
/// <code>
/// Inner join: a.x = b.x            Inner join: a.x = b.x
///   Remote: s1 a (small)     =>      Remote: s1 a
///   Remote: s2 b                     Remote: s2
///                                      Filter: b.x IN (keys of a.x)
///                                        Scan: b
/// </code>
/// The keys are those of the fragment the column comes from, which may be more than reach the join, never fewer; the join itself still decides. Only a side
/// whose unmatched rows do not appear in the result is filtered. No fragment waits for one that waits for it.
/// </summary>
public sealed class AddDynamicFilters : IPlanPass
{
    /// <summary>A side must have at least this many times the rows of the other: waiting for keys costs a round trip.</summary>
    private const double WorthwhileRatio = 2;

    public PlanNode Run(PlanNode plan, RuleContext context) =>
        context.Settings.DynamicFilterMaxKeys > 0 ? new Search(context).Visit(plan) : plan;

    private sealed class Search(RuleContext context)
    {
        private readonly DependencyOrder _order = new();

        public PlanNode Visit(PlanNode plan)
        {
            var node = plan is JoinNode join ? Filtered(join) : plan;
            var inputs = node.Inputs.Select(Visit).ToArray();
            var changed = inputs.Where((input, index) => !ReferenceEquals(input, node.Inputs[index])).Any();
            return Subqueries.MapQueries(changed ? node.WithInputs(inputs.ToEquatableArray()) : node, Visit);
        }

        private JoinNode Filtered(JoinNode join)
        {
            var canFilterLeft = join.Kind is JoinKind.Inner or JoinKind.Semi or JoinKind.Right;
            var canFilterRight = join.Kind is JoinKind.Inner or JoinKind.Semi or JoinKind.Left or JoinKind.Anti;
            foreach (var condition in Conditions.Of(join.Condition))
            {
                if (condition is not ComparisonExpression { Operator: ComparisonOperator.Equal } equal || equal.Left.Type != equal.Right.Type) continue;
                var (left, right) = equal.Left.ReadsOnly(join.Left.Ids()) ? (equal.Left, equal.Right) : (equal.Right, equal.Left);
                if (canFilterRight && Probe(join.Left, left, join.Right, right) is { } filteredRight) join = join with { Right = filteredRight };
                else if (canFilterLeft && Probe(join.Right, right, join.Left, left) is { } filteredLeft) join = join with { Left = filteredLeft };
            }

            return join;
        }

        private PlanNode? Probe(PlanNode build, Expression buildKey, PlanNode probe, Expression probeKey)
        {
            if (buildKey is not ColumnExpression column || BuildSide.Find(build, column.Id) is not var (remote, key)) return null;
            if (probeKey.HasSubquery() || probeKey.IsVolatile() || !probeKey.ReadsOnly(probe.Ids())) return null;
            var filter = new DynamicFilterExpression(probeKey, key.Id, $"{remote.Source}.{key.Name}");
            return new ProbeSide(context, target => IsWorthwhile(remote, target) && _order.TryAdd(target, remote)).Push(probe, filter);
        }

        private bool IsWorthwhile(RemoteNode build, RemoteNode probe)
        {
            var (few, many) = (Estimator.Rows(build), Estimator.Rows(probe));
            if (ReferenceEquals(build, probe) || many < 1000) return false;

            // Without statistics the keys may turn out few: worth trying where the other side is known to be large.
            if (!Estimator.IsKnown(build) && Estimator.IsKnown(probe) && many >= Estimator.UnknownTable) return true;
            return few <= context.Settings.DynamicFilterMaxKeys && many >= WorthwhileRatio * few;
        }
    }
}
