using FederationGateway.Binder.Access;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Queries;

namespace FederationGateway.Binder.Statements;

/// <summary>The rows of an UPDATE where policies are asked about them.</summary>
internal static class WrittenRows
{
    /// <summary>Keys and new values, once each row as it will be has passed the policies.</summary>
    public static PlanNode Checked(
        PlanNode rows, ScanNode scan, IEnumerable<TargetItem> keys, List<(int Ordinal, Expression? Value)> assignments, TargetTable target, RowGuard guard, bool isSeen, StatementState state)
    {
        var items = keys.Select(key => new ProjectItem(state.NewColumn(key.Name, key.Expression.Type), key.Expression)).ToList();
        var values = new Dictionary<int, OutputColumn>();
        foreach (var (ordinal, value) in assignments)
        {
            if (value is null) continue;
            values[ordinal] = state.NewColumn(target.Handle.Columns[ordinal].Name, value.Type, Nullability.CanBeNull(value));
            items.Add(new ProjectItem(values[ordinal], value));
        }

        var kept = items.Select(item => item.Column).ToList();
        Expression? Value(int ordinal)
        {
            if (values.TryGetValue(ordinal, out var written)) return written.ToExpression();
            return assignments.Exists(item => item.Ordinal == ordinal) ? null : scan.Columns.First(column => column.Ordinal == ordinal).Column.ToExpression();
        }

        var checks = guard.Checks(TableAction.Update, isSeen, Value);
        var read = checks.SelectMany(ExpressionWalk.Columns).Select(column => column.Id).ToHashSet();
        items.AddRange(scan.Output.Where(column => read.Contains(column.Id)).Select(column => new ProjectItem(column, state.Access.ToFindAgain(column.ToExpression()))));
        return new ProjectNode(RowGuard.Checked(new ProjectNode(rows, items.ToEquatableArray()), checks, state), kept.Select(ProjectItem.Pass).ToEquatableArray());
    }

    /// <summary>The plan with another node in the place of the table's scan.</summary>
    public static PlanNode Replace(PlanNode plan, ScanNode scan, PlanNode rows)
    {
        if (ReferenceEquals(plan, scan)) return rows;
        var inputs = plan.Inputs;
        var replaced = inputs.Select(input => Replace(input, scan, rows)).ToEquatableArray();
        return replaced.Zip(inputs).All(pair => ReferenceEquals(pair.First, pair.Second)) ? plan : plan.WithInputs(replaced);
    }
}
