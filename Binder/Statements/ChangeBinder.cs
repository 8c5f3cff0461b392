using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;
using FederationGateway.Binder.Tables;

namespace FederationGateway.Binder.Statements;

/// <summary>UPDATE and DELETE: a query that finds the rows by their row ids.</summary>
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
        var values = assignments.Select(item => new TargetItem(target.Handle.Columns[item.Ordinal].Name, item.Value));
        var source = found.Once(Projection.Of(rows, [found.RowIdItem, .. values], root.State));
        var row = target.NewRow(root.State);
        root.State.Access.Write(target.Entry, TableAction.Update, assignments.Select(item => item.Ordinal));
        root.State.Access.ReadRow(target.Entry, row);
        var returning = ReturningBinder.Bind(update.Returning, target, row, with.Scope, found.Others);
        return new UpdateStatement(target.Handle, assignments.Select(item => item.Ordinal).ToEquatableArray(), with.Wrap(source, root.State), row, returning);
    }

    public static DeleteStatement Bind(Ast.DeleteStatement delete, Scope root)
    {
        if (delete.Cursor is { } cursor) throw GatewayException.Unsupported("WHERE CURRENT OF", cursor.Span);
        var with = CommonTableBinder.Bind(delete.With, root);
        var target = TargetTable.Find(delete.Target, delete.Alias, "DELETE from", with.Scope);
        var found = Find(target, delete.Using, with.Scope);
        var source = found.Once(Projection.Of(found.Filter(delete.Where), [found.RowIdItem], root.State));
        var row = target.NewRow(root.State);
        root.State.Access.Write(target.Entry, TableAction.Delete, []);
        root.State.Access.ReadRow(target.Entry, row);
        var returning = ReturningBinder.Bind(delete.Returning, target, row, with.Scope, found.Others);
        return new DeleteStatement(target.Handle, with.Wrap(source, root.State), row, returning);
    }

    /// <summary>The target's rows, each beside those of the other tables.</summary>
    private sealed record FoundRows(PlanNode Plan, OutputColumn RowId, Scope Scope, EquatableArray<ScopeRelation> Others)
    {
        public TargetItem RowIdItem => new(RowId.Name, RowId.ToExpression());

        public PlanNode Filter(Ast.SyntaxExpression? condition)
        {
            if (condition is null) return Plan;
            Scope.Place = ExpressionPlace.Where;
            return new FilterNode(Plan, ExpressionBinder.BindBoolean(condition, Scope, "WHERE"));
        }

        /// <summary>A row that several rows of the other tables match is changed once, by any one of them.</summary>
        public PlanNode Once(PlanNode rows) => Others.IsEmpty ? rows : new DistinctNode(rows, [RowId.ToExpression()]);
    }

    private static FoundRows Find(TargetTable target, EquatableArray<Ast.TableReference> others, Scope enclosing)
    {
        var state = enclosing.State;
        var scope = new Scope(enclosing) { Level = new QueryLevel() };
        var scan = NamedTableBinder.Scan(target.Handle, target.Path, state, withRowId: true);
        state.Access.Read(target.Entry, scan.Plan, isNeeded: false);
        var rowId = scan.Plan.Output[0];
        var table = scan with { Relations = [scan.Relations[0] with { IsAliased = target.IsAliased }] };
        foreach (var other in others)
        {
            // The target itself cannot be referred to from FROM, only from what follows.
            var place = new FromPlace(scope, [.. table.Relations.Skip(1)], []);
            table = FromBinder.Cross(table, FromBinder.Bind(other, place), other.Span);
        }

        scope.Add(table.Relations);
        return new FoundRows(table.Plan, rowId, scope, table.Relations.Skip(1).ToEquatableArray());
    }
}
