using FederationGateway.Binder.Access;

namespace FederationGateway.Binder.Statements;

/// <summary>
/// MERGE as a query of the rows to be written:
/// <code>
/// Project: number of the clause, key, values
///   Filter: there is one, and it does something
///     Project: what is read of both, the first WHEN that holds
///       Left join: ON
///         the source
///         the table
/// </code>
/// </summary>
internal static class MergeRowsBinder
{
    public static MergeRowsStatement Bind(MergeStatement merge, TargetTable target, ScanNode scan, RowGuard? guard, StatementState state)
    {
        var acting = Enumerable.Range(0, merge.Clauses.Count).Where(i => merge.Clauses[i].Action != MergeAction.Nothing).ToList();
        PlanNode table = guard is null ? scan : guard.Rows(scan, TableAction.Select);
        var keys = target.KeyOrdinals.Select(ordinal => scan.Columns.First(column => column.Ordinal == ordinal).Column).ToList();
        var match = keys.Count > 0 ? keys[0] : state.NewColumn("matched", SqlType.Boolean, false);

        // Without a key a column of its own tells whether there is a row.
        if (keys.Count == 0) table = new ProjectNode(table, [.. table.Output.Select(ProjectItem.Pass), new ProjectItem(match, ConstantExpression.True)]);
        var kind = acting.Exists(i => !merge.Clauses[i].IsMatched) ? JoinKind.Left : JoinKind.Inner;
        PlanNode joined = new JoinNode(kind, merge.Source, table, merge.Condition);

        // Behind an outer join all of the table's columns may be null.
        Expression Key(OutputColumn column) => state.Access.ToFindAgain(new ColumnExpression(column.Id, column.Name, column.Type));
        var clause = state.NewColumn("clause", SqlType.Int4);
        var read = merge.Clauses.SelectMany(item => item.Values).SelectMany(ExpressionWalk.Columns).Select(column => column.Id).Except(keys.Select(key => key.Id)).ToHashSet();
        var passed = joined.Output.Where(column => read.Contains(column.Id)).Select(ProjectItem.Pass).ToList();

        // What policies read of the table's rows is the owner's affair.
        if (guard is not null) passed.AddRange(scan.Output.Where(column => !read.Contains(column.Id) && !keys.Contains(column)).Select(column => new ProjectItem(column, state.Access.ToFindAgain(column.ToExpression()))));
        var first = new CaseExpression([new CaseBranch(new IsNullExpression(Key(match)), FirstThatHolds(merge, isMatched: false))], FirstThatHolds(merge, isMatched: true), SqlType.Int4);
        var decided = new ProjectNode(joined, [.. keys.Select(key => new ProjectItem(key with { IsNullable = true }, Key(key))), .. passed, new ProjectItem(clause, first)]);
        var rows = new FilterNode(decided, new IsNullExpression(clause.ToExpression(), IsNegated: true));

        var written = acting.SelectMany(i => merge.Clauses[i].Ordinals).Distinct().Order().ToEquatableArray();
        var values = written.Select(ordinal =>
        {
            var value = ValueOf(merge, acting, ordinal, clause.ToExpression());
            return new ProjectItem(state.NewColumn(merge.Table.Columns[ordinal].Name, value.Type), value);
        }).ToList();
        var items = keys.Select(key => new ProjectItem(state.NewColumn(key.Name, key.Type), Key(key))).Prepend(ProjectItem.Pass(clause)).Concat(values).ToEquatableArray();
        PlanNode result = new ProjectNode(rows, items);
        if (guard is not null)
        {
            var kept = new ProjectNode(rows, [.. items, .. scan.Output.Select(column => new ProjectItem(column, state.Access.ToFindAgain(column.ToExpression())))]);
            var checks = acting.SelectMany(i => ChecksOf(merge, i, target, scan, guard, written, values).Select(check => Only(i, clause, check)));
            result = new ProjectNode(RowGuard.Checked(kept, checks, state), items.Select(item => ProjectItem.Pass(item.Column)).ToEquatableArray());
        }

        return new MergeRowsStatement(merge.Table, target.KeyOrdinals, written, merge.Clauses, result) { RowColumns = merge.RowColumns };
    }

    /// <summary>What policies ask of the table's row that a clause changes, and of the row that it writes.</summary>
    private static EquatableArray<Expression> ChecksOf(MergeStatement merge, int number, TargetTable target, ScanNode scan, RowGuard guard, EquatableArray<int> written, List<ProjectItem> values)
    {
        var clause = merge.Clauses[number];
        Expression? Value(int ordinal)
        {
            if (clause.Ordinals.Contains(ordinal)) return values[written.ToList().IndexOf(ordinal)].Column.ToExpression();
            if (clause.Action == MergeAction.Insert) return target.IsLocal ? ConstantExpression.Null(merge.Table.Columns[ordinal].Type) : null;
            return clause.DefaultOrdinals.Contains(ordinal) ? null : scan.Columns.First(column => column.Ordinal == ordinal).Column.ToExpression();
        }

        return clause.Action switch
        {
            MergeAction.Delete => [guard.MayTouch(TableAction.Delete, scan)],
            MergeAction.Update => [guard.MayTouch(TableAction.Update, scan), .. guard.Checks(TableAction.Update, isSeen: true, Value)],
            _ => guard.Checks(TableAction.Insert, isSeen: false, Value),
        };
    }

    private static CaseExpression Only(int number, OutputColumn clause, Expression check) => new(
        [new CaseBranch(new ComparisonExpression(ComparisonOperator.Equal, clause.ToExpression(), new ConstantExpression(number, SqlType.Int4)), check)], ConstantExpression.True, SqlType.Boolean);

    /// <summary>The number of the clause; null for none, and for DO NOTHING.</summary>
    private static Expression FirstThatHolds(MergeStatement merge, bool isMatched)
    {
        var branches = new List<CaseBranch>();
        Expression? last = null;
        for (var i = 0; i < merge.Clauses.Count && last is null; i++)
        {
            var clause = merge.Clauses[i];
            if (clause.IsMatched != isMatched) continue;
            var number = clause.Action == MergeAction.Nothing ? ConstantExpression.Null(SqlType.Int4) : new ConstantExpression(i, SqlType.Int4);
            if (clause.Condition is { } condition) branches.Add(new CaseBranch(condition, number));
            else last = number;
        }

        last ??= ConstantExpression.Null(SqlType.Int4);
        return branches.Count == 0 ? last : new CaseExpression(branches.ToEquatableArray(), last, SqlType.Int4);
    }

    /// <summary>What a column becomes: computed only for the rows whose clause writes it.</summary>
    private static Expression ValueOf(MergeStatement merge, List<int> acting, int ordinal, Expression clause)
    {
        var writing = acting.Where(i => merge.Clauses[i].Ordinals.Contains(ordinal)).ToList();
        Expression Value(int i) => merge.Clauses[i].Values[merge.Clauses[i].Ordinals.ToList().IndexOf(ordinal)];
        if (acting.Count == 1) return Value(writing[0]);
        var branches = writing.Select(i => new CaseBranch(new ComparisonExpression(ComparisonOperator.Equal, clause, new ConstantExpression(i, SqlType.Int4)), Value(i)));
        return new CaseExpression(branches.ToEquatableArray(), null, merge.Table.Columns[ordinal].Type);
    }
}
