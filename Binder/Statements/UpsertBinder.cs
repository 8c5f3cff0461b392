using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Statements;

/// <summary>HANA's UPSERT: by the primary key an INSERT with what becomes of rows that are there; by a condition an UPDATE, and an INSERT for when it finds no row.</summary>
internal static class UpsertBinder
{
    public static BoundStatement Bind(Ast.UpsertStatement upsert, Scope root)
    {
        var insert = new Ast.InsertStatement(upsert.With, upsert.Target, null, upsert.Columns, Ast.OverridingKind.None, upsert.Source, null, [], upsert.Span);
        if (upsert.Where is null) return InsertBinder.Bind(insert, root, (target, given) => upsert.ByKey ? ByKey(upsert, target, given, root.State) : null);
        var inserted = InsertBinder.Bind(insert, root);
        var assignments = AssignmentsOf(upsert, inserted.Table);
        var update = new Ast.UpdateStatement(upsert.With, upsert.Target, false, null, assignments, [], upsert.Where, null, [], upsert.Span);
        return new UpsertStatement(ChangeBinder.Bind(update, root), inserted);
    }

    /// <summary>The columns that are given take the new values; a table without a primary key has no rows that are there already.</summary>
    private static ConflictAction? ByKey(Ast.UpsertStatement upsert, TargetTable target, IReadOnlyList<int> given, StatementState state)
    {
        if (target.Handle.Keys.FirstOrDefault(key => key.IsPrimary) is not { } primary)
        {
            if (upsert.Source.Body is not Ast.ValuesBody) return null;
            throw new GatewayException(SqlState.InvalidColumnReference, $"table \"{target.Entry.Name}\" has no primary key") { Position = upsert.Target.Span.Start };
        }

        if (primary.Ordinals.FirstOrDefault(ordinal => !given.Contains(ordinal), -1) is >= 0 and var missing)
        {
            throw new GatewayException(SqlState.InvalidColumnReference, $"UPSERT has to give column \"{target.Handle.Columns[missing].Name}\" of the primary key of \"{target.Entry.Name}\"")
            {
                Position = upsert.Target.Span.Start,
            };
        }

        var excluded = target.NewRow(state);
        var assigned = given.Where(ordinal => !primary.Ordinals.Contains(ordinal)).ToEquatableArray();
        return new ConflictAction(primary.Ordinals, assigned, assigned.Select(ordinal => (Expression)excluded[ordinal].ToExpression()).ToEquatableArray(), excluded, null);
    }

    /// <summary>The row's values as SET would assign them.</summary>
    private static EquatableArray<Ast.Assignment> AssignmentsOf(Ast.UpsertStatement upsert, TableHandle table)
    {
        var values = ((Ast.ValuesBody)upsert.Source.Body).Rows[0].Items;
        var names = upsert.Columns.IsEmpty
            ? values.Select((value, i) => new Ast.AssignmentTarget(new Ast.Identifier(table.Columns[i].Name, true, value.Span), true, value.Span))
            : upsert.Columns;
        return names.Zip(values, (name, value) => new Ast.Assignment([name], value, value.Span)).ToEquatableArray();
    }
}
