using FederationGateway.Binder.Access;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;
using FederationGateway.Binder.Tables;

namespace FederationGateway.Binder.Statements;

/// <summary>UPDATE and DELETE: a query that finds the rows, by row id in local tables, by key in remote ones.</summary>
internal static class ChangeBinder
{
    public static UpdateStatement Bind(Ast.UpdateStatement update, Scope root)
    {
        if (update.Cursor is { } cursor) throw GatewayException.Unsupported("WHERE CURRENT OF", cursor.Span);
        var with = CommonTableBinder.Bind(update.With, root);
        var target = TargetTable.Find(update.Target, update.Alias, "UPDATE of", with.Scope);
        var found = Find(target, update.From, with.Scope);
        found.Scope.Place = ExpressionPlace.UpdateSource;
        var assignments = AssignmentBinder.Bind(update.Assignments, target, found.Scope);
        var rows = found.Filter(update.Where);
        var written = assignments.Where(item => item.Value is not null).ToList();
        var values = written.Select(item => new TargetItem(target.Handle.Columns[item.Ordinal].Name, item.Value!)).ToList();
        var source = Projection.Of(rows, [.. found.KeyItems, .. values], root.State);
        var row = target.NewRow(root.State);
        var returning = ReturningBinder.Bind(update.Returning, target, row, with.Scope, found.Others);
        if (RowGuard.Of(target, with.Scope) is { } guard)
        {
            var isSeen = !returning.IsEmpty || found.IsRead(rows, values.Select(value => value.Expression));
            if (!guard.KeepsChecks(found.Scan, [.. assignments.Select(item => item.Ordinal)], isSeen)) source = WrittenRows.Checked(rows, found.Scan, found.KeyItems, assignments, target, guard, isSeen, root.State);
            source = WrittenRows.Replace(source, found.Scan, isSeen ? guard.Rows(found.Scan, TableAction.Update, TableAction.Select) : guard.Rows(found.Scan, TableAction.Update));
        }

        source = found.Once(source);
        root.State.Access.Write(target.Entry, TableAction.Update, assignments.Select(item => item.Ordinal));
        root.State.Access.ReadRow(target.Entry, row);
        return new UpdateStatement(target.Handle, target.KeyOrdinals, written.Select(item => item.Ordinal).ToEquatableArray(), with.Wrap(source, root.State))
        {
            DefaultOrdinals = assignments.Where(item => item.Value is null).Select(item => item.Ordinal).ToEquatableArray(),
            RowColumns = row,
            Returning = returning,
        };
    }

    public static DeleteStatement Bind(Ast.DeleteStatement delete, Scope root)
    {
        if (delete.Cursor is { } cursor) throw GatewayException.Unsupported("WHERE CURRENT OF", cursor.Span);
        var with = CommonTableBinder.Bind(delete.With, root);
        var target = TargetTable.Find(delete.Target, delete.Alias, "DELETE from", with.Scope);
        var found = Find(target, delete.Using, with.Scope);
        var rows = found.Filter(delete.Where);
        var source = Projection.Of(rows, found.KeyItems, root.State);
        var row = target.NewRow(root.State);
        var returning = ReturningBinder.Bind(delete.Returning, target, row, with.Scope, found.Others);
        if (RowGuard.Of(target, with.Scope) is { } guard)
        {
            var isSeen = !returning.IsEmpty || found.IsRead(rows, []);
            source = WrittenRows.Replace(source, found.Scan, isSeen ? guard.Rows(found.Scan, TableAction.Delete, TableAction.Select) : guard.Rows(found.Scan, TableAction.Delete));
        }

        source = found.Once(source);
        root.State.Access.Write(target.Entry, TableAction.Delete, []);
        root.State.Access.ReadRow(target.Entry, row);
        return new DeleteStatement(target.Handle, target.KeyOrdinals, with.Wrap(source, root.State))
        {
            RowColumns = row,
            Returning = returning,
        };
    }

    /// <summary>The target's rows, each beside those of the other tables.</summary>
    private sealed record FoundRows(PlanNode Plan, EquatableArray<OutputColumn> Key, Scope Scope, EquatableArray<ScopeRelation> Others)
    {
        public IEnumerable<TargetItem> KeyItems => Key.Select(column => new TargetItem(column.Name, Scope.State.Access.ToFindAgain(column.ToExpression())));

        public PlanNode Filter(Ast.SyntaxExpression? condition)
        {
            if (condition is null) return Plan;
            Scope.Place = ExpressionPlace.Where;
            return new FilterNode(Plan, ExpressionBinder.BindBoolean(condition, Scope, "WHERE"));
        }

        /// <summary>The table itself, below the plan.</summary>
        public required ScanNode Scan { get; init; }

        /// <summary>Whether the statement's expressions read the table.</summary>
        public bool IsRead(PlanNode rows, IEnumerable<Expression> values)
        {
            var own = Scan.Columns.Select(column => column.Column.Id).ToHashSet();
            return rows.AllExpressions().Concat(values).SelectMany(ExpressionWalk.Columns).Any(column => own.Contains(column.Id));
        }

        /// <summary>A row that several rows of the other tables match is changed once, by any one of them.</summary>
        public PlanNode Once(PlanNode rows) => Others.IsEmpty ? rows : new DistinctNode(rows, Key.Select(column => (Expression)column.ToExpression()).ToEquatableArray());
    }

    private static FoundRows Find(TargetTable target, EquatableArray<Ast.TableReference> others, Scope enclosing)
    {
        var state = enclosing.State;
        var scope = new Scope(enclosing) { Level = new QueryLevel() };
        var scan = NamedTableBinder.Scan(target.Handle, target.Path, state, withRowId: target.IsLocal);
        state.Access.Read(target.Entry, scan.Plan, isNeeded: false);
        var columns = ((ScanNode)scan.Plan).Columns;
        var key = target.KeyOrdinals.Select(ordinal => columns.First(column => column.Ordinal == ordinal).Column).ToEquatableArray();
        if (key.IsEmpty && !others.IsEmpty) throw NoKey(target, others[0].Span);
        var table = scan with { Relations = [scan.Relations[0] with { IsAliased = target.IsAliased }] };
        foreach (var other in others)
        {
            // The target itself cannot be referred to from FROM, only from what follows.
            var place = new FromPlace(scope, [.. table.Relations.Skip(1)], []);
            table = FromBinder.Cross(table, FromBinder.Bind(other, place), other.Span);
        }

        scope.Add(table.Relations);
        return new FoundRows(table.Plan, key, scope, table.Relations.Skip(1).ToEquatableArray()) { Scan = (ScanNode)scan.Plan };
    }

    private static GatewayException NoKey(TargetTable target, TextSpan at) =>
        new(SqlState.FeatureNotSupported, $"the rows of \"{target.Entry.Name}\" cannot be found by the rows of other tables: no key of it is known")
        {
            Position = at.Start,
            Hint = "Give the table a primary key at its source, then ALTER VIRTUAL TABLE … REFRESH DEFINITION; or write the condition as a subquery in WHERE.",
        };
}
