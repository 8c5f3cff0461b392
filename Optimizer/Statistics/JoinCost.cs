using System.Globalization;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Statistics;

/// <summary>Whether joining at the source makes fewer rows travel than fetching both sides.</summary>
internal static class JoinCost
{
    /// <summary>A join may put out this many times the rows it reads: they are one stream instead of two, and what comes above mostly reduces them.</summary>
    private const double Tolerance = 2;

    public static PushdownRefusal? Refuse(JoinNode join, JoinPushdown setting)
    {
        if (setting == JoinPushdown.Off) return new PushdownRefusal(RefusalCode.PushdownOff, "the setting join_pushdown is off");
        if (setting == JoinPushdown.Always || join.Kind is JoinKind.Semi or JoinKind.Anti) return null;
        var (left, right) = (Estimator.Rows(join.Left), Estimator.Rows(join.Right));
        if (Math.Min(left, right) <= 1) return null;
        var isKnown = Estimator.IsKnown(join.Left) && Estimator.IsKnown(join.Right);
        if (!isKnown && HasEquality(join)) return null;
        var rows = Estimator.Rows(join);
        if (isKnown && rows <= Tolerance * (left + right)) return null;
        return new PushdownRefusal(
            RefusalCode.Cost,
            string.Create(CultureInfo.InvariantCulture, $"the join would put out about {rows:0} rows, reading both sides takes {left + right:0}"),
            "SET join_pushdown = always sends it anyway")
        {
            Cause = "the join would put out more rows than reading both sides takes",
        };
    }

    /// <summary>True when rows find their partners by a key.</summary>
    public static bool HasEquality(JoinNode join)
    {
        var (left, right) = (join.Left.Ids(), join.Right.Ids());
        return Conditions.Of(join.Condition).OfType<ComparisonExpression>().Any(condition => condition.Operator == ComparisonOperator.Equal
            && (condition.Left.ReadsOnly(left) && condition.Right.ReadsOnly(right) || condition.Left.ReadsOnly(right) && condition.Right.ReadsOnly(left)));
    }
}
