using FederationGateway.Binder.Access;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Statements;

/// <summary>INSERT: the source puts out a value of the column's type for every column that is given, or has a default that the gateway knows.</summary>
internal static class InsertBinder
{
    public static InsertStatement Bind(Ast.InsertStatement insert, Scope root) => Bind(insert, root, onConflict: null);

    /// <param name="onConflict">What becomes of rows that are there, by the columns that are given; for statements that do not say it as ON CONFLICT.</param>
    public static InsertStatement Bind(Ast.InsertStatement insert, Scope root, Func<TargetTable, IReadOnlyList<int>, ConflictAction?>? onConflict)
    {
        if (insert.Overriding == Ast.OverridingKind.UserValue) throw GatewayException.Unsupported("OVERRIDING", insert.Span);
        var with = CommonTableBinder.Bind(insert.With, root);
        var target = TargetTable.Find(insert.Target, insert.Alias, "INSERT into", with.Scope);
        var listed = Listed(insert.Columns, target);
        var defaults = new List<DefaultCell>();
        var (given, source) = BindSource(insert, listed, target, with.Scope, defaults);
        if (insert.Overriding == Ast.OverridingKind.None) RefuseGenerated(insert, given, target);
        var (ordinals, complete) = AddDefaults(given, source, target, with.Scope);
        var guard = RowGuard.Of(target, with.Scope);
        var row = target.NewRow(root.State);
        root.State.Access.Write(target.Entry, TableAction.Insert, given);
        var written = root.State.Access.ReadRow(target.Entry, row);
        var conflict = insert.OnConflict is { } clause ? ConflictBinder.Bind(clause, target, row, with.Scope) : onConflict?.Invoke(target, given);
        foreach (var ordinal in conflict?.KeyOrdinals ?? []) written.Use(ordinal);
        if (conflict is not null && conflict.AssignedOrdinals.Concat(conflict.DefaultOrdinals).ToList() is { Count: > 0 } assigned) root.State.Access.Write(target.Entry, TableAction.Update, assigned);
        var returning = ReturningBinder.Bind(insert.Returning, target, row, with.Scope, []);
        if (guard is not null) complete = Checked(complete, guard, insert, conflict, ordinals, target, defaults, root.State);
        return new InsertStatement(target.Handle, ordinals, with.Wrap(complete, root.State), conflict)
        {
            RowColumns = row, Returning = returning, DefaultCells = defaults.ToEquatableArray(),
        };
    }

    /// <summary>The one row of MERGE's INSERT: the columns that are given, then those that are written, with the defaults that the gateway knows.</summary>
    public static (List<int> Given, List<(int Ordinal, Expression Value)> Written) BindRow(Ast.MergeInsert insert, TargetTable target, Scope scope)
    {
        if (insert.Overriding == Ast.OverridingKind.UserValue) throw GatewayException.Unsupported("OVERRIDING", insert.Span);
        var columns = target.Handle.Columns;
        EquatableArray<Ast.SyntaxExpression> values = insert.Values?.Items ?? [];
        var listed = Listed(insert.Columns, target);
        var available = insert.Values is null ? 0 : listed?.Count ?? columns.Count;
        if (values.Count > available) throw new GatewayException(SqlState.SyntaxError, "INSERT has more expressions than target columns") { Position = values[available].Span.Start };
        if (listed is not null && values.Count < available) throw new GatewayException(SqlState.SyntaxError, "INSERT has more target columns than expressions") { Position = insert.Columns[values.Count].Span.Start };
        var given = listed ?? [.. Enumerable.Range(0, values.Count)];
        var written = new List<(int Ordinal, Expression Value)>();
        for (var i = 0; i < given.Count; i++)
        {
            var column = columns[given[i]];
            var isDefault = values[i] is Ast.DefaultExpression;
            if (!isDefault && column.Identity == IdentityKind.Always && insert.Overriding == Ast.OverridingKind.None) throw GeneratedAlways(column);
            if (!isDefault || target.IsLocal) written.Add((given[i], BindCell(values[i], column, scope)));
        }

        foreach (var ordinal in Enumerable.Range(0, columns.Count).Where(ordinal => columns[ordinal].DefaultExpression is not null && !given.Contains(ordinal)))
            written.Add((ordinal, ColumnDefaults.Bind(columns[ordinal], scope)));
        return (given, written);
    }

    /// <summary>A column that is always generated takes DEFAULT only.</summary>
    private static void RefuseGenerated(Ast.InsertStatement insert, List<int> given, TargetTable target)
    {
        for (var i = 0; i < given.Count; i++)
        {
            if (target.Handle.Columns[given[i]] is not { Identity: IdentityKind.Always } column) continue;
            if (insert.Source is { With: null, Body: Ast.ValuesBody values } && values.Rows.All(row => row.Items[i] is Ast.DefaultExpression)) continue;
            throw GeneratedAlways(column);
        }
    }

    /// <summary>The rows that are to be inserted, once each has passed the policies: also those that another row's key will keep out.</summary>
    private static PlanNode Checked(
        PlanNode rows, RowGuard guard, Ast.InsertStatement insert, ConflictAction? conflict, EquatableArray<int> ordinals, TargetTable target, List<DefaultCell> defaults, StatementState state)
    {
        if (conflict is not null && conflict.AssignedOrdinals.Count + conflict.DefaultOrdinals.Count > 0)
        {
            throw new GatewayException(SqlState.FeatureNotSupported, $"ON CONFLICT DO UPDATE of table \"{target.Entry.Name}\", whose policies hold for the user, is not supported")
            {
                Position = insert.OnConflict?.Span.Start ?? insert.Span.Start,
                Hint = "Use MERGE.",
            };
        }

        Expression? Value(int ordinal)
        {
            var index = ordinals.ToList().IndexOf(ordinal);
            if (index < 0) return target.IsLocal ? ConstantExpression.Null(target.Handle.Columns[ordinal].Type) : null;
            return defaults.Exists(cell => cell.Column == index) ? null : rows.Output[index].ToExpression();
        }

        var isSeen = !insert.Returning.IsEmpty || conflict is { KeyOrdinals.IsEmpty: false };
        return RowGuard.Checked(rows, guard.Checks(TableAction.Insert, isSeen, Value), state);
    }

    private static GatewayException GeneratedAlways(TableColumn column) => new(SqlState.GeneratedAlways, $"cannot insert a non-DEFAULT value into column \"{column.Name}\"")
    {
        Detail = $"Column \"{column.Name}\" is an identity column defined as GENERATED ALWAYS.",
        Hint = "Use OVERRIDING SYSTEM VALUE to override.",
    };

    private static List<int>? Listed(EquatableArray<Ast.AssignmentTarget> columns, TargetTable target)
    {
        if (columns.IsEmpty) return null;
        var ordinals = new List<int>();
        foreach (var column in columns)
        {
            var ordinal = target.OrdinalOf(column);
            if (ordinals.Contains(ordinal)) throw new GatewayException(SqlState.DuplicateColumn, $"column \"{column.Column}\" specified more than once") { Position = column.Span.Start };
            ordinals.Add(ordinal);
        }

        return ordinals;
    }

    /// <summary>The rows as written, typed as their columns, and the columns they fill.</summary>
    private static (List<int> Ordinals, PlanNode Source) BindSource(Ast.InsertStatement insert, List<int>? listed, TargetTable target, Scope scope, List<DefaultCell> defaults)
    {
        switch (insert.Source)
        {
            case null:
                return ([], ValuesNode.OneRow);
            case { With: null, Body: Ast.ValuesBody values, OrderBy.IsEmpty: true, Limit: null }:
                return BindRows(values, insert, listed, target, scope, defaults);
            case { } query:
                var plan = QueryBinder.Bind(query, scope, keepsUnknown: true);
                var ordinals = Match(plan.Output.Count, insert, listed, target, i => SetOperationBinder.ItemSpan(query.Body, i));
                return (ordinals, Assign(plan, ordinals, target, scope.State, query.Body));
        }
    }

    private static (List<int> Ordinals, PlanNode Source) BindRows(
        Ast.ValuesBody values, Ast.InsertStatement insert, List<int>? listed, TargetTable target, Scope enclosing, List<DefaultCell> defaults)
    {
        var scope = new Scope(enclosing) { Place = ExpressionPlace.InsertValues };
        var first = values.Rows[0].Items;
        var ordinals = Match(first.Count, insert, listed, target, i => first[i].Span);
        var rows = new List<EquatableArray<Expression>>(values.Rows.Count);
        foreach (var row in values.Rows)
        {
            if (row.Items.Count != ordinals.Count) throw new GatewayException(SqlState.SyntaxError, "VALUES lists must all be the same length") { Position = row.Items[0].Span.Start };
            var cells = new Expression[ordinals.Count];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = BindCell(row.Items[i], target.Handle.Columns[ordinals[i]], scope);
                if (row.Items[i] is Ast.DefaultExpression && !target.IsLocal) defaults.Add(new DefaultCell(rows.Count, i));
            }

            rows.Add(cells.ToEquatableArray());
        }

        var columns = ordinals.Select((ordinal, i) => scope.State.NewColumn(target.Handle.Columns[ordinal].Name, target.Handle.Columns[ordinal].Type, rows.Exists(row => Nullability.CanBeNull(row[i]))));
        return (ordinals, new ValuesNode(columns.ToEquatableArray(), rows.ToEquatableArray()));
    }

    private static Expression BindCell(Ast.SyntaxExpression syntax, TableColumn column, Scope scope) => syntax is Ast.DefaultExpression
        ? ColumnDefaults.Bind(column, scope)
        : scope.State.Coercion.CoerceToColumn(ExpressionBinder.Bind(syntax, scope), column.Type, column.Name, syntax.Span.Start);

    private static List<int> Match(int count, Ast.InsertStatement insert, List<int>? listed, TargetTable target, Func<int, TextSpan> spanOf)
    {
        var available = listed?.Count ?? target.Handle.Columns.Count;
        if (count > available) throw new GatewayException(SqlState.SyntaxError, "INSERT has more expressions than target columns") { Position = spanOf(available).Start };
        if (listed is not null && count < available) throw new GatewayException(SqlState.SyntaxError, "INSERT has more target columns than expressions") { Position = insert.Columns[count].Span.Start };
        return listed ?? [.. Enumerable.Range(0, count)];
    }

    private static PlanNode Assign(PlanNode plan, List<int> ordinals, TargetTable target, StatementState state, Ast.QueryBody body)
    {
        Expression Coerce(int i, Expression value)
        {
            var column = target.Handle.Columns[ordinals[i]];
            return state.Coercion.CoerceToColumn(value, column.Type, column.Name, state.PositionOf(value) ?? SetOperationBinder.ItemSpan(body, i).Start);
        }

        return OutputTypes.Cast(OutputTypes.ResolveUnknown(plan, Coerce), state, Coerce);
    }

    /// <summary>Puts the defaults of the columns that are not given behind those that are.</summary>
    private static (EquatableArray<int> Ordinals, PlanNode Source) AddDefaults(List<int> given, PlanNode source, TargetTable target, Scope scope)
    {
        var columns = target.Handle.Columns;
        var missing = Enumerable.Range(0, columns.Count).Where(i => columns[i].DefaultExpression is not null && !given.Contains(i)).ToList();
        if (missing.Count == 0) return (given.ToEquatableArray(), source);
        var items = source.Output.Select(ProjectItem.Pass).Concat(missing.Select(ordinal =>
        {
            var value = ColumnDefaults.Bind(columns[ordinal], scope);
            return new ProjectItem(scope.State.NewColumn(columns[ordinal].Name, value.Type, Nullability.CanBeNull(value)), value);
        }));
        return ([.. given, .. missing], new ProjectNode(source, items.ToEquatableArray()));
    }
}
