using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.DynamicFilters;

/// <summary>
/// Sends the keys of one join side to the other side's source, so that only rows that can match travel.
/// <code>
/// Inner join: a.x = b.x            Inner join: a.x = b.x
///   Remote: s1 a (small)     =>      Remote: s1 a
///   Remote: s2 b                     Remote: s2
///                                      Filter: b.x IN (keys of a.x)
///                                        Scan: b
/// </code>
/// The keys are those of the fragment the column comes from, which may be more than reach the join, never fewer; the join itself still decides. Only a side
/// whose unmatched rows do not appear in the result is filtered. Which side gives the keys, where both could, and whether it is worth it at all is a matter of
/// cost (<see cref="FilterBenefit"/>). No fragment waits for one that waits for it.
/// </summary>
public sealed class AddDynamicFilters : IPlanPass
{
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
                Direction toRight = new(join.Left, left, join.Right, right), toLeft = new(join.Right, right, join.Left, left);
                var (gainRight, gainLeft) = (canFilterRight ? Gain(toRight) : 0, canFilterLeft ? Gain(toLeft) : 0);
                var filteredRight = gainRight > 0 && gainRight >= gainLeft ? Push(toRight) : null;
                var filteredLeft = filteredRight is null && gainLeft > 0 ? Push(toLeft) : null;
                if (filteredLeft is null && filteredRight is null && gainRight > 0) filteredRight = Push(toRight);
                if (filteredRight is not null) join = join with { Right = filteredRight };
                else if (filteredLeft is not null) join = join with { Left = filteredLeft };
            }

            return join;
        }

        /// <summary>What a filter in this direction would save in all fragments it reaches; nothing is changed.</summary>
        private double Gain(Direction direction)
        {
            var gain = 0.0;
            Probe(direction, (build, key, target, targetKey) =>
            {
                gain += Math.Max(0, FilterBenefit.Of(build, key, target, targetKey, context.Settings.DynamicFilterMaxKeys));
                return false;
            });
            return gain;
        }

        private PlanNode? Push(Direction direction) => Probe(direction, (build, key, target, targetKey) =>
            FilterBenefit.Of(build, key, target, targetKey, context.Settings.DynamicFilterMaxKeys) > 0 && _order.TryAdd(target, build));

        private PlanNode? Probe(Direction direction, Func<RemoteNode, Expression, RemoteNode, Expression, bool> accept)
        {
            if (direction.BuildKey is not ColumnExpression column || BuildSide.Find(direction.Build, column.Id) is not var (build, key)) return null;
            if (direction.ProbeKey.HasSubquery() || direction.ProbeKey.IsVolatile() || !direction.ProbeKey.ReadsOnly(direction.Probe.Ids())) return null;
            var filter = new DynamicFilterExpression(direction.ProbeKey, key.Id, $"{build.Source}.{key.Name}");
            return new ProbeSide(context, (target, targetKey) => accept(build, key.ToExpression(), target, targetKey)).Push(direction.Probe, filter);
        }

        /// <summary>Keys of one join side for the other.</summary>
        private readonly record struct Direction(PlanNode Build, Expression BuildKey, PlanNode Probe, Expression ProbeKey);
    }
}
