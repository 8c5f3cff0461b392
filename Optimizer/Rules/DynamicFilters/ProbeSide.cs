using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.DynamicFilters;

/// <summary>Takes a dynamic filter down to the fragment its key comes from, past everything an ordinary filter could pass.</summary>
/// <param name="accept">Asked once a fragment that can evaluate the filter is found, with the filter's key over the fragment's columns.</param>
internal sealed class ProbeSide(RuleContext context, Func<RemoteNode, Expression, bool> accept)
{
    /// <summary>The plan with the filter in a fragment; null when it cannot get into one.</summary>
    public PlanNode? Push(PlanNode node, DynamicFilterExpression filter)
    {
        switch (node)
        {
            case RemoteNode remote: return Into(remote, filter);
            case FilterNode or SortNode or DistinctNode { On.IsEmpty: true }: return OneInput(node, filter);
            case ProjectNode project: return Through(node, project.Items, filter);
            case AggregateNode { GroupingSets.IsEmpty: true } aggregate when filter.Key.ReadsOnly([.. aggregate.GroupBy.Select(item => item.Column.Id)]):
                return Through(node, aggregate.GroupBy, filter);
            case WindowNode window when window.Windows.All(item => filter.Key is ColumnExpression key && item.Call.PartitionBy.Contains(key)): return OneInput(node, filter);
            case JoinNode join: return IntoJoin(join, filter);
            case SetOperationNode { Kind: SetOperationKind.Union } union: return IntoBranches(union, filter);
            default: return null;
        }
    }

    private PlanNode? OneInput(PlanNode node, DynamicFilterExpression filter) => Push(node.Inputs[0], filter) is { } input ? node.WithInputs([input]) : null;

    private PlanNode? Through(PlanNode node, EquatableArray<ProjectItem> items, DynamicFilterExpression filter)
    {
        var key = filter.Key.Replace(items.Definitions());
        return key.HasSubquery() || key.IsVolatile() ? null : OneInput(node, filter with { Key = key });
    }

    /// <summary>
    /// To the side the key comes from, and to the other side too where its column must equal the key: rows without one of the keys are not in the result above, so
    /// whatever this join makes of them does not matter.
    /// </summary>
    private JoinNode? IntoJoin(JoinNode join, DynamicFilterExpression filter)
    {
        var isLeft = filter.Key.ReadsOnly(join.Left.Ids());
        if (!isLeft && !filter.Key.ReadsOnly(join.Right.Ids())) return null;
        if (isLeft ? join.Kind is JoinKind.Right or JoinKind.Full : join.Kind is not (JoinKind.Inner or JoinKind.Cross or JoinKind.Right)) return null;
        var own = Push(isLeft ? join.Left : join.Right, filter);
        var other = !join.IsLateral && EqualKey(join, filter.Key) is { } equal ? Push(isLeft ? join.Right : join.Left, filter with { Key = equal }) : null;
        if (own is null && other is null) return null;
        return isLeft ? join with { Left = own ?? join.Left, Right = other ?? join.Right } : join with { Left = other ?? join.Left, Right = own ?? join.Right };
    }

    private static ColumnExpression? EqualKey(JoinNode join, Expression key)
    {
        foreach (var condition in Conditions.Of(join.Condition))
        {
            if (Conditions.ColumnEquality(condition) is not var (left, right) || left.Type != right.Type) continue;
            if (left.Equals(key)) return right;
            if (right.Equals(key)) return left;
        }

        return null;
    }

    private SetOperationNode? IntoBranches(SetOperationNode union, DynamicFilterExpression filter)
    {
        var isPushed = false;
        var branches = union.Branches.Select(branch =>
        {
            var pushed = Push(branch, filter with { Key = filter.Key.Replace(Substitution.Positions(union, branch)) });
            isPushed |= pushed is not null;
            return pushed ?? branch;
        }).ToEquatableArray();
        return isPushed ? union with { Branches = branches } : null;
    }

    /// <summary>The source must be able to filter by a list of such keys; a superset will do, the join checks.</summary>
    private RemoteNode? Into(RemoteNode remote, DynamicFilterExpression filter)
    {
        if (SampleKeys.Of(filter.Key.Type) is not { } samples) return null;
        if (!Takes(remote, new InListExpression(filter.Key, samples)) || !accept(remote, filter.Key)) return null;
        var array = new ParameterExpression(1, SqlType.ArrayOf(filter.Key.Type.Kind));
        var sent = filter with
        {
            TakesArray = context.SourceOf(remote.Source).Capabilities.Has(Capability.Parameters)
                && Takes(remote, new QuantifiedArrayExpression(filter.Key, ComparisonOperator.Equal, Quantifier.Any, array)),
            TakesRange = SampleKeys.AreOrdered(filter.Key.Type) && Takes(remote, ExpressionWalk.Range(filter.Key, samples[0], samples[1])),
        };
        return remote with { Fragment = Filtered(remote.Fragment, sent) };
    }

    private bool Takes(RemoteNode remote, Expression condition)
    {
        var source = context.SourceOf(remote.Source);
        return FragmentJudge.JudgeCondition(remote.Fragment, condition, source).Pushdown != Pushdown.Never
            && FragmentJudge.Judge(Filtered(remote.Fragment, condition), source).Pushdown != Pushdown.Never;
    }

    /// <summary>Inside the fragment the filter goes down as well, below its groups for instance.</summary>
    private PlanNode Filtered(PlanNode fragment, Expression condition) => new RuleEngine(Stages.PredicateRules, context).Run(new FilterNode(fragment, condition));
}

/// <summary>Two different values of a type, to ask a dialect whether it can compare by such.</summary>
internal static class SampleKeys
{
    /// <summary>True when a range of such keys can be told: they have one order everywhere.</summary>
    public static bool AreOrdered(SqlType type) => type.IsInteger || type.Kind is SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz;

    public static EquatableArray<Expression>? Of(SqlType type)
    {
        (object, object)? pair = type.Kind switch
        {
            SqlTypeKind.Int2 => ((short)1, (short)2),
            SqlTypeKind.Int4 or SqlTypeKind.Date => (1, 2),
            SqlTypeKind.Int8 or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => (1L, 2L),
            SqlTypeKind.Numeric => ("1", "2"),
            SqlTypeKind.Text or SqlTypeKind.VarChar => ("a", "b"),
            SqlTypeKind.Uuid => (Guid.Empty, Guid.AllBitsSet),
            _ => null,
        };
        return pair is var (first, second) ? [new ConstantExpression(first, type), new ConstantExpression(second, type)] : null;
    }
}
