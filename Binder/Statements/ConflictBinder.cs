using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Statements;

/// <summary>ON CONFLICT: which key decides, and what becomes of the row that is there already.</summary>
internal static class ConflictBinder
{
    public static ConflictAction Bind(Ast.OnConflictClause clause, TargetTable target, EquatableArray<OutputColumn> row, Scope statement)
    {
        if (clause.TargetWhere is { } condition) throw GatewayException.Unsupported("ON CONFLICT with a WHERE for its target", condition.Span);
        var key = KeyOf(clause, target);
        var excluded = target.NewRow(statement.State);
        if (clause.Assignments.IsEmpty) return new ConflictAction(key, [], [], excluded, null);
        if (key.IsEmpty) throw new GatewayException(SqlState.SyntaxError, "ON CONFLICT DO UPDATE requires inference specification or constraint name") { Position = clause.Span.Start };
        var scope = new Scope(statement) { Place = ExpressionPlace.UpdateSource };
        scope.Add(target.Relation(row));
        scope.Add(new ScopeRelation(["excluded"], excluded.Select(ScopeColumn.Of).ToEquatableArray()) { IsAliased = true, ShowsColumns = false });
        var assignments = AssignmentBinder.Bind(clause.Assignments, target, scope);
        scope.Place = ExpressionPlace.Where;
        var where = clause.Where is null ? null : ExpressionBinder.BindBoolean(clause.Where, scope, "WHERE");
        var written = assignments.Where(item => item.Value is not null).ToList();
        return new ConflictAction(key, written.Select(item => item.Ordinal).ToEquatableArray(), written.Select(item => item.Value!).ToEquatableArray(), excluded, where)
        {
            DefaultOrdinals = assignments.Where(item => item.Value is null).Select(item => item.Ordinal).ToEquatableArray(),
        };
    }

    private static EquatableArray<int> KeyOf(Ast.OnConflictClause clause, TargetTable target)
    {
        if (clause.Constraint is { } name)
        {
            return target.Handle.Keys.FirstOrDefault(key => key.Name == name.Text && !key.IsIndexOnly)?.Ordinals
                ?? throw new GatewayException(SqlState.UndefinedObject, $"constraint \"{name}\" for table \"{target.Entry.Name}\" does not exist") { Position = name.Span.Start };
        }

        if (clause.Target.IsEmpty) return [];
        var ordinals = clause.Target.Select(item => item is Ast.ColumnReference { Name.Parts: [var column] }
            ? target.OrdinalOf(column)
            : throw GatewayException.Unsupported("an expression in ON CONFLICT", item.Span)).ToHashSet();
        return target.Handle.Keys.FirstOrDefault(key => ordinals.SetEquals(key.Ordinals))?.Ordinals
            ?? throw new GatewayException(SqlState.InvalidColumnReference, "there is no unique or exclusion constraint matching the ON CONFLICT specification") { Position = clause.Span.Start };
    }
}
