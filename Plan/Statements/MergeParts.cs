using System.Diagnostics;
using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>
/// MERGE by rows and keys as the statements that do the same, clause by clause: rows go before others change or come, so that a key that is given up can be taken.
/// </summary>
public static class MergeParts
{
    /// <param name="rows">The rows of <see cref="MergeRowsStatement"/> where they are now: values, or a table that they have been sent into.</param>
    public static IEnumerable<ChangeStatement> Of(MergeRowsStatement merge, PlanNode rows)
    {
        foreach (var action in new[] { MergeAction.Delete, MergeAction.Update, MergeAction.Insert })
            for (var i = 0; i < merge.Clauses.Count; i++)
                if (merge.Clauses[i].Action == action && Part(merge, i, rows) is var part && part.Source is not ValuesNode { Rows.IsEmpty: true }) yield return part;
    }

    /// <summary>The keys that come more than once among rows that change the table's; as a query that puts out a row for each.</summary>
    public static PlanNode RepeatedKeys(MergeRowsStatement merge, PlanNode rows)
    {
        var output = rows.Output;
        var changing = new InListExpression(output[0].ToExpression(), merge.Changing.Select(Number).ToEquatableArray());
        var keys = output.Skip(1).Take(merge.KeyOrdinals.Count).Select(ProjectItem.Pass).ToEquatableArray();
        var count = new OutputColumn(new ColumnId(output.Max(column => column.Id.Value) + 1), "rows", SqlType.Int8, false);
        var call = new AggregateCall(new FunctionReference("count", "count()"), [], SqlType.Int8);
        var groups = new AggregateNode(new FilterNode(rows, changing), keys, [new AggregateItem(count, call)]);
        var repeated = new FilterNode(groups, new ComparisonExpression(ComparisonOperator.Greater, count.ToExpression(), new ConstantExpression(1L, SqlType.Int8)));
        return new LimitNode(new ProjectNode(repeated, [ProjectItem.Pass(count)]), new ConstantExpression(1L, SqlType.Int8), null);
    }

    /// <summary>True when a key comes more than once among the rows that change the table's.</summary>
    public static bool RepeatsKey(MergeRowsStatement merge, ValuesNode rows)
    {
        var changing = merge.Changing.Select(Number).ToHashSet();
        var keys = new HashSet<EquatableArray<Expression>>();
        return rows.Rows.Any(row => changing.Contains(row[0]) && !keys.Add(row.Skip(1).Take(merge.KeyOrdinals.Count).ToEquatableArray()));
    }

    private static ChangeStatement Part(MergeRowsStatement merge, int number, PlanNode rows)
    {
        var clause = merge.Clauses[number];
        var keys = Enumerable.Range(1, merge.KeyOrdinals.Count);
        var values = clause.Ordinals.Select(merge.ValueIndex);
        return clause.Action switch
        {
            MergeAction.Delete => new DeleteStatement(merge.Table, merge.KeyOrdinals, Take(rows, number, keys)),
            MergeAction.Update => new UpdateStatement(merge.Table, merge.KeyOrdinals, clause.Ordinals, Take(rows, number, keys.Concat(values))) { DefaultOrdinals = clause.DefaultOrdinals, RowColumns = merge.RowColumns },
            MergeAction.Insert => new InsertStatement(merge.Table, clause.Ordinals, Take(rows, number, values)),
            _ => throw new UnreachableException(),
        };
    }

    private static PlanNode Take(PlanNode rows, int number, IEnumerable<int> columns)
    {
        List<int> indexes = [.. columns];
        var output = indexes.Select(index => rows.Output[index]).ToEquatableArray();
        if (rows is ValuesNode values)
        {
            var own = values.Rows.Where(row => row[0].Equals(Number(number)));
            return new ValuesNode(output, own.Select(row => indexes.Select(index => row[index]).ToEquatableArray()).ToEquatableArray());
        }

        return new ProjectNode(new FilterNode(rows, new ComparisonExpression(ComparisonOperator.Equal, rows.Output[0].ToExpression(), Number(number))), output.Select(ProjectItem.Pass).ToEquatableArray());
    }

    private static Expression Number(int clause) => new ConstantExpression(clause, SqlType.Int4);
}
