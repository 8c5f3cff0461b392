using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Joins;

/// <summary>
/// What must equal the same is equal: <c>a.x = b.x AND c.x = b.x</c> says <c>a.x = c.x</c>. Said only where it ties two inputs of one source together that no
/// equality ties yet, so that they can be joined there.
/// </summary>
internal static class TransitiveEqualities
{
    public static IReadOnlyList<Expression> Within(IReadOnlyList<PlanNode> inputs, Func<PlanNode, string?> sourceOf, IReadOnlyList<Expression> conditions)
    {
        if (inputs.Select(sourceOf).Distinct().Count() < 2) return [];
        var classes = Classes(conditions);
        List<Expression> said = [];
        for (var i = 0; i < inputs.Count; i++)
            for (var j = i + 1; j < inputs.Count; j++)
                if (sourceOf(inputs[i]) is { } source && sourceOf(inputs[j]) == source && !AreTied(inputs[i], inputs[j], conditions))
                    said.AddRange(classes.Select(columns => Equality(columns, inputs[i].Ids(), inputs[j].Ids())).OfType<Expression>());
        return said;
    }

    private static ComparisonExpression? Equality(List<ColumnExpression> columns, HashSet<ColumnId> left, HashSet<ColumnId> right) =>
        columns.Find(column => left.Contains(column.Id)) is { } one && columns.Find(column => right.Contains(column.Id) && column.Type == one.Type) is { } other
            ? new ComparisonExpression(ComparisonOperator.Equal, one, other)
            : null;

    private static bool AreTied(PlanNode left, PlanNode right, IReadOnlyList<Expression> conditions)
    {
        var (here, there) = (left.Ids(), right.Ids());
        return conditions.Any(condition => Conditions.ColumnEquality(condition) is var (one, other)
            && ((here.Contains(one.Id) && there.Contains(other.Id)) || (here.Contains(other.Id) && there.Contains(one.Id))));
    }

    /// <summary>The columns that equal each other.</summary>
    private static List<List<ColumnExpression>> Classes(IReadOnlyList<Expression> conditions)
    {
        List<List<ColumnExpression>> classes = [];
        foreach (var condition in conditions)
        {
            if (Conditions.ColumnEquality(condition) is not var (left, right)) continue;
            var (one, other) = (ClassOf(left), ClassOf(right));
            if (one == other) continue;
            one.AddRange(other);
            classes.Remove(other);
        }

        return classes;

        List<ColumnExpression> ClassOf(ColumnExpression column)
        {
            if (classes.Find(known => known.Exists(member => member.Id == column.Id)) is { } found) return found;
            classes.Add([column]);
            return classes[^1];
        }
    }
}
