using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>Joins as items of FROM. A side's own WHERE moves to where it means the same, or the side becomes a derived table.</summary>
internal static class JoinBlocks
{
    public static SelectBlock Build(JoinNode join)
    {
        // A row made up for a missing match has nulls in every column of its side, so that side's columns must be columns of its FROM, and of no enclosing query.
        var left = Side(join.Left, join.Kind, mayBeMissing: join.Kind is JoinKind.Right or JoinKind.Full);
        var right = Side(join.Right, join.Kind, mayBeMissing: join.Kind is JoinKind.Left or JoinKind.Full);
        // ON sees the two sides it joins and, other than a query of its own, nothing to the left of them.
        if (join.IsLateral && right.From is JoinFrom joined && joined.Conditions.Any(condition => Reads(right, condition, join.Left.Output)))
            right = QueryBlocks.Wrap(right);
        // What rows of the other side may match is a condition of each row's own query; a dialect may have ON compare the two sides only.
        if (join is { IsLateral: true, Kind: JoinKind.Left } && right.Where.Count > 0) right = QueryBlocks.Wrap(right);
        if (join.IsLateral) MarkLateral(right.From);

        var block = new SelectBlock();
        var conditions = join.Condition is null ? [] : join.Condition.Conjuncts().ToList();
        if (!left.CanReferTo(conditions)) left = QueryBlocks.Wrap(left);
        if (!right.CanReferTo(conditions))
        {
            right = QueryBlocks.Wrap(right);
            if (join.IsLateral) MarkLateral(right.From);
        }

        // The side that cannot go missing keeps its condition in WHERE; the other's says which rows can match: ON.
        (join.Kind == JoinKind.Right ? conditions : block.Where).AddRange(left.Where);
        (join.Kind == JoinKind.Left ? conditions : block.Where).AddRange(right.Where);
        block.Semis.AddRange(left.Semis);
        block.Semis.AddRange(right.Semis);
        foreach (var (id, definition) in left.Definitions.Concat(right.Definitions)) block.Definitions[id] = definition;
        block.From = Join(join.Kind, left.From, right.From, conditions, block);
        block.SetOutput(join.Output);
        return block;
    }

    /// <summary>A row of the right side that fits must (not) exist.</summary>
    public static SelectBlock BuildSemi(JoinNode join)
    {
        var block = QueryBlocks.BuildSelect(join.Left);
        var conditions = join.Condition is null ? [] : join.Condition.Conjuncts().ToList();
        var readsComputed = conditions.SelectMany(ExpressionWalk.Columns).Any(column =>
            block.Definitions.TryGetValue(column.Id, out var definition) && definition is not ExpressionDefinition { IsTrivial: true });
        if (!block.IsPlain || readsComputed) block = QueryBlocks.Wrap(QueryBlocks.WithoutOrder(block));

        var right = QueryBlocks.BuildSelect(join.Right);
        if (!right.IsPlain || !right.CanReferTo(conditions)) right = QueryBlocks.Wrap(QueryBlocks.WithoutOrder(right));
        right.OrderBy = [];
        right.Where.AddRange(conditions);
        right.SetOutput([]);
        block.Semis.Add(new SemiCondition(join.Kind == JoinKind.Anti, right));
        return block;
    }

    private static SelectBlock Side(PlanNode plan, JoinKind kind, bool mayBeMissing)
    {
        var block = QueryBlocks.BuildSelect(plan);
        QueryBlocks.WithoutOrder(block);
        var isInner = kind is JoinKind.Inner or JoinKind.Cross;
        var isPart = block.IsPlain && block.OrderBy.IsEmpty
            && (isInner || block.From is not null)
            && (kind != JoinKind.Full || block.Where.Count == 0)
            && (!mayBeMissing && kind != JoinKind.Full || block.Semis.Count == 0)
            && block.Definitions.Values.All(definition => definition is ExpressionDefinition { IsSingular: false } made && (!mayBeMissing || (made.Expression is ColumnExpression && block.ReadsFrom([made.Expression]))));
        return isPart ? block : QueryBlocks.Wrap(block);
    }

    /// <summary>Whether an expression, written out, has one of the columns.</summary>
    private static bool Reads(SelectBlock block, Expression expression, EquatableArray<OutputColumn> columns) =>
        ExpressionWalk.Columns(expression).Any(column => columns.Any(output => output.Id == column.Id)
            || (block.Definitions.TryGetValue(column.Id, out var definition) && definition.Expressions.Any(made => Reads(block, made, columns))));

    private static FromItem? Join(JoinKind kind, FromItem? left, FromItem? right, List<Expression> conditions, SelectBlock block)
    {
        // A side without FROM is one row: its columns are written out where they are used.
        if (left is not null && right is not null) return new JoinFrom(kind, left, right, conditions);
        block.Where.AddRange(conditions);
        return left ?? right;
    }

    private static void MarkLateral(FromItem? from)
    {
        foreach (var leaf in from?.Leaves ?? [])
        {
            if (leaf is DerivedFrom derived) derived.IsLateral = true;
            if (leaf is FunctionFrom function) function.IsLateral = true;
        }
    }
}
