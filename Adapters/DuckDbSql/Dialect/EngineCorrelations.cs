using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Keeps values apart that a query reads from an enclosing row. The engine computes such a query once for all rows whose values it takes for equal, and 1 month is equal to 30 days,
/// 0 to -0, for it too. So the query reads texts, and no two of those are equal.
/// <code>
/// Project: (SELECT i FROM t)        Project: (SELECT i'::interval FROM t)
///   input: i                   =>     Project: …, i::text AS i'
///                                       input: i
/// </code>
/// The same for the right side of a lateral join, whose condition becomes part of that side. Applied to a whole plan before it is written.
/// </summary>
internal static class EngineCorrelations
{
    public static PlanNode Apply(PlanNode plan)
    {
        ColumnIds? ids = null;
        return plan.RewriteDeep(node => Rewrite(node, () => ids ??= EngineKeys.IdsAfter(plan)));
    }

    private static PlanNode Rewrite(PlanNode original, Func<ColumnIds> ids)
    {
        var node = WithConditionInside(original);
        var wanted = ReadInside(node);
        if (wanted.Count == 0) return node;
        var inputs = node.Inputs.ToArray();
        var values = new Dictionary<ColumnId, Expression>();
        for (var i = 0; i < inputs.Length; i++)
        {
            if (node is JoinNode { IsLateral: true } && i == 1) continue;
            inputs[i] = WithTexts(inputs[i], wanted, values, ids);
        }

        if (values.Count == 0) return node;
        if (node is JoinNode { IsLateral: true }) inputs[1] = InTexts(inputs[1], values);
        var rewritten = node.WithInputs(inputs.ToEquatableArray()).MapExpressions(expression => expression.Rewrite(static part => part, query => InTexts(query, values)));
        return rewritten is ProjectNode or AggregateNode ? rewritten : new ProjectNode(rewritten, node.Output.Select(ProjectItem.Pass).ToEquatableArray());
    }

    // ON of an outer lateral join may only compare the two sides in the engine.
    private static PlanNode WithConditionInside(PlanNode node) =>
        node is JoinNode { IsLateral: true, Kind: JoinKind.Left, Condition: { } condition } join ? join with { Right = new FilterNode(join.Right, condition), Condition = null } : node;

    /// <summary>The columns with such values that are read inside queries of the node's expressions, or on the right of a lateral join.</summary>
    private static HashSet<ColumnId> ReadInside(PlanNode node)
    {
        HashSet<ColumnId> read = [];
        if (node is JoinNode { IsLateral: true, Right: var right }) Collect(right, read);
        foreach (var part in node.Expressions().SelectMany(expression => expression.SelfAndDescendants()))
            if (ExpressionWalk.SubqueriesOf(part) is { } query) Collect(query, read);
        return read;
    }

    private static void Collect(PlanNode query, HashSet<ColumnId> read)
    {
        foreach (var part in query.SelfAndDescendantsDeep().SelectMany(node => node.Expressions()).SelectMany(expression => expression.SelfAndDescendants()))
            if (part is ColumnExpression column && HasEqualValues(column.Type)) read.Add(column.Id);
    }

    /// <summary>Whether the engine takes values of the type for equal that are not the same.</summary>
    public static bool HasEqualValues(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Float4 or SqlTypeKind.Float8 or SqlTypeKind.Interval => true,
        SqlTypeKind.Array => HasEqualValues(type.ElementType),
        _ => false,
    };

    private static PlanNode WithTexts(PlanNode input, HashSet<ColumnId> wanted, Dictionary<ColumnId, Expression> values, Func<ColumnIds> ids)
    {
        var items = input.Output.Select(ProjectItem.Pass).ToList();
        foreach (var column in input.Output)
        {
            if (!wanted.Contains(column.Id) || values.ContainsKey(column.Id)) continue;
            var text = new OutputColumn(ids().Next(), column.Name, SqlType.Text, column.IsNullable);
            items.Add(new ProjectItem(text, new CastExpression(column.ToExpression(), SqlType.Text)));
            values[column.Id] = new CastExpression(text.ToExpression(), column.Type);
        }

        // A query of its own, so that what is read is the text and not what it is made of.
        return items.Count == input.Output.Count ? input : new LimitNode(new ProjectNode(input, items.ToEquatableArray()), null, null);
    }

    private static PlanNode InTexts(PlanNode query, Dictionary<ColumnId, Expression> values) =>
        query.RewriteDeep(static node => node, part => part is ColumnExpression column && values.TryGetValue(column.Id, out var value) ? value : part);
}
