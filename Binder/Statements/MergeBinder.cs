using System.Diagnostics;
using FederationGateway.Binder.Access;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;
using FederationGateway.Binder.Tables;

namespace FederationGateway.Binder.Statements;

/// <summary>MERGE: the source's rows, what joins the table's to them, and what each WHEN writes; the same once more as rows (<see cref="MergeRowsBinder"/>).</summary>
internal static class MergeBinder
{
    public static MergeStatement Bind(Ast.MergeStatement merge, Scope root)
    {
        var state = root.State;
        RefuseUnreachable(merge);
        var with = CommonTableBinder.Bind(merge.With, root);
        var target = TargetTable.Find(merge.Target, merge.Alias, "MERGE into", with.Scope);
        WrittenTables.RefuseMasked(state.Context.Snapshot, target.Entry, Catalog.Access.RoleRights.Of(state.Context.Snapshot, state.Context.CurrentUser));
        var scan = NamedTableBinder.Scan(target.Handle, target.Path, state, withRowId: target.IsLocal);
        state.Access.Read(target.Entry, scan.Plan, isNeeded: false);
        EquatableArray<ScopeRelation> table = [scan.Relations[0] with { IsAliased = target.IsAliased }];
        var source = FromBinder.Bind(merge.Source, new FromPlace(new Scope(with.Scope) { Level = new QueryLevel() }, [], []));
        FromBinder.RequireDistinctNames(table, source.Relations, merge.Source.Span);

        var both = new Scope(with.Scope) { Level = new QueryLevel(), Place = ExpressionPlace.JoinCondition };
        both.Add(table);
        both.Add(source.Relations);
        var condition = ExpressionBinder.BindBoolean(merge.Condition, both, "ON");
        var clauses = new MergeClause[merge.Clauses.Count];
        for (var i = 0; i < clauses.Length; i++)
            if (merge.Clauses[i].IsMatched) clauses[i] = BindClause(merge.Clauses[i], target, both);
        var alone = new Scope(with.Scope) { Level = new QueryLevel(), HiddenRelations = table };
        alone.Add(source.Relations);
        for (var i = 0; i < clauses.Length; i++)
            if (!merge.Clauses[i].IsMatched) clauses[i] = BindClause(merge.Clauses[i], target, alone);

        var columns = ((ScanNode)scan.Plan).Columns;
        var bound = new MergeStatement(target.Handle, source.Plan, condition, clauses.ToEquatableArray(), null!)
        {
            RowColumns = columns.Where(column => column.Ordinal != RowId.Ordinal).Select(column => column.Column).ToEquatableArray(),
        };
        var guard = RowGuard.Of(target, with.Scope);
        var rows = MergeRowsBinder.Bind(bound, target, (ScanNode)scan.Plan, guard, state);
        return bound with { AsksPolicies = guard is not null, Source = with.Wrap(Used(bound), state), Rows = rows with { Source = with.Wrap(rows.Source, state) } };
    }

    private static void RefuseUnreachable(Ast.MergeStatement merge)
    {
        foreach (var isMatched in new[] { true, false })
        {
            var clauses = merge.Clauses.Where(clause => clause.IsMatched == isMatched).ToList();
            if (clauses.FindIndex(clause => clause.Condition is null) is >= 0 and var last && last < clauses.Count - 1)
                throw new GatewayException(SqlState.SyntaxError, "unreachable WHEN clause specified after unconditional WHEN clause") { Position = clauses[last + 1].Span.Start };
        }
    }

    private static MergeClause BindClause(Ast.MergeWhen when, TargetTable target, Scope scope)
    {
        scope.Place = ExpressionPlace.MergeWhen;
        var condition = when.Condition is null ? null : ExpressionBinder.BindBoolean(when.Condition, scope, "WHEN");
        var access = scope.State.Access;
        switch (when.Action)
        {
            case Ast.MergeNothing: return new MergeClause(when.IsMatched, condition, MergeAction.Nothing, [], []);
            case Ast.MergeDelete:
                access.Write(target.Entry, TableAction.Delete, []);
                return new MergeClause(when.IsMatched, condition, MergeAction.Delete, [], []);
            case Ast.MergeUpdate update:
                scope.Place = ExpressionPlace.UpdateSource;
                var assignments = AssignmentBinder.Bind(update.Assignments, target, scope);
                access.Write(target.Entry, TableAction.Update, assignments.Select(item => item.Ordinal));
                var written = assignments.Where(item => item.Value is not null).ToList();
                return new MergeClause(when.IsMatched, condition, MergeAction.Update, written.Select(item => item.Ordinal).ToEquatableArray(), written.Select(item => item.Value!).ToEquatableArray())
                {
                    DefaultOrdinals = assignments.Where(item => item.Value is null).Select(item => item.Ordinal).ToEquatableArray(),
                };
            case Ast.MergeInsert insert:
                scope.Place = ExpressionPlace.InsertValues;
                var (given, items) = InsertBinder.BindRow(insert, target, scope);
                access.Write(target.Entry, TableAction.Insert, given);
                return new MergeClause(when.IsMatched, condition, MergeAction.Insert, items.Select(item => item.Ordinal).ToEquatableArray(), items.Select(item => item.Value).ToEquatableArray());
            default: throw new UnreachableException();
        }
    }

    /// <summary>The source with the columns that the statement reads; one when it reads none, to have its rows.</summary>
    private static PlanNode Used(MergeStatement merge)
    {
        var read = merge.Expressions.SelectMany(ExpressionWalk.Columns).Select(column => column.Id).ToHashSet();
        var output = merge.Source.Output;
        List<OutputColumn> used = [.. output.Where(column => read.Contains(column.Id))];
        if (used.Count == 0) used = [.. output.Take(1)];
        return used.Count == output.Count ? merge.Source : new ProjectNode(merge.Source, used.Select(ProjectItem.Pass).ToEquatableArray());
    }
}
