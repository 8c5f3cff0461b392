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
/// cost (<see cref="FilterBenefit"/>); what saves most is sent first, and the same keys of a fragment are sent once. No fragment waits for one that waits for it.
/// </summary>
public sealed class AddDynamicFilters : IPlanPass
{
    public PlanNode Run(PlanNode plan, RuleContext context) =>
        context.Settings.DynamicFilterMaxKeys > 0 ? new Search(context).Visit(plan) : plan;

    private sealed class Search(RuleContext context)
    {
        private readonly DependencyOrder _order = new();

        /// <summary>The fragments keys come from and go to, by their first columns, and what they are compared with.</summary>
        private readonly HashSet<(ColumnId Build, ColumnId Probe, Expression Key)> _sent = [];

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
            foreach (var equal in Conditions.Of(join.Condition).OfType<ComparisonExpression>().Where(IsKey).OrderByDescending(equal => Math.Max(GainRight(equal), GainLeft(equal))).ToList())
            {
                var (toRight, toLeft) = Directions(join, equal);
                var (gainRight, gainLeft) = (GainRight(equal), GainLeft(equal));
                var filteredRight = gainRight > 0 && gainRight >= gainLeft ? Push(toRight) : null;
                var filteredLeft = filteredRight is null && gainLeft > 0 ? Push(toLeft) : null;
                if (filteredLeft is null && filteredRight is null && gainRight > 0) filteredRight = Push(toRight);
                if (filteredRight is not null) join = join with { Right = filteredRight };
                else if (filteredLeft is not null) join = join with { Left = filteredLeft };
            }

            double GainRight(ComparisonExpression equal) => canFilterRight ? Gain(Directions(join, equal).ToRight) : 0;
            double GainLeft(ComparisonExpression equal) => canFilterLeft ? Gain(Directions(join, equal).ToLeft) : 0;
            return join;
        }

        private static bool IsKey(ComparisonExpression condition) => condition.Operator == ComparisonOperator.Equal && condition.Left.Type == condition.Right.Type;

        private static (Direction ToRight, Direction ToLeft) Directions(JoinNode join, ComparisonExpression equal)
        {
            var (left, right) = equal.Left.ReadsOnly(join.Left.Ids()) ? (equal.Left, equal.Right) : (equal.Right, equal.Left);
            (left, right) = (IntegerWidths.WithoutWidening(left), IntegerWidths.WithoutWidening(right));
            return (new(join.Left, left, join.Right, right), new(join.Right, right, join.Left, left));
        }

        /// <summary>What a filter in this direction would save in all fragments it reaches; nothing is changed.</summary>
        private double Gain(Direction direction)
        {
            var gain = 0.0;
            Probe(direction, (build, key, target, targetKey) =>
            {
                if (!IsSent(build, target, targetKey)) gain += Math.Max(0, FilterBenefit.Of(build, key, target, targetKey, context.Settings.DynamicFilterMaxKeys));
                return false;
            });
            return gain;
        }

        private PlanNode? Push(Direction direction) => Probe(direction, (build, key, target, targetKey) =>
            FilterBenefit.Of(build, key, target, targetKey, context.Settings.DynamicFilterMaxKeys) > 0
                && !IsSent(build, target, targetKey) && _order.TryAdd(target, build) && _sent.Add((build.Output[0].Id, target.Output[0].Id, targetKey)));

        /// <summary>Two columns of a fragment that must equal the same column have the same values where it matters.</summary>
        private bool IsSent(RemoteNode build, RemoteNode target, Expression targetKey) => _sent.Contains((build.Output[0].Id, target.Output[0].Id, targetKey));

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
