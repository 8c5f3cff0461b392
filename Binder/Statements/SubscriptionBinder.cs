using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Access;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;
using FederationGateway.Catalog;

namespace FederationGateway.Binder.Statements;

/// <summary>
/// A subscription: the rows it takes of a virtual table, and the columns of its target they go to, by name for ON and by position for AS. A change is applied by itself, in
/// no session and at no particular time, so what it becomes must depend on nothing but its row.
/// </summary>
internal static class SubscriptionBinder
{
    public static BoundSubscription Bind(Ast.CreateRemoteSubscriptionStatement create, Scope scope)
    {
        var rows = create.Query is { } query
            ? SubscribedRows.Of(query, scope)
            : SubscribedRows.Of(scope.Catalog.Require(create.VirtualTable!) as VirtualTableEntry ?? throw SubscribedRows.NoVirtualTable(create.VirtualTable!), scope.State);
        var target = SubscriptionTargets.Find(create.Target, rows, scope);
        var change = SubscriptionTargets.ChangeColumns(create.Target, target);
        var bound = Assign(rows, target, change, create.VirtualTable is not null, scope.State, create.Query?.Span.Start ?? create.VirtualTable!.Span.Start, create.Target.Name.Span.Start);
        SubscriptionTargets.Check(create.Target, target, bound);
        if (create.Target.Kind == Ast.SubscriptionTargetKind.Table) WriteAccess(create.Target.Load == Ast.LoadBehavior.Insert, target, bound, change, scope.State);
        WrittenTables.RefuseHidden(scope.State);
        return bound with
        {
            Names = scope.State.Names!.ToEquatableArray(),
            Accesses = scope.State.Access.All.ToEquatableArray(),
            Changes = create.Target.Body is { } body ? SubscriptionTargets.ChangesOf(rows, body) : null,
        };
    }

    public static BoundSubscription Bind(SubscriptionEntry subscription, RemoteTable captured, Scope root)
    {
        var state = root.State;
        var snapshot = state.Context.Snapshot;
        var target = ChangeSets.TargetOf(snapshot, subscription) ?? throw Gone("target");
        if (snapshot.RelationsByOid.GetValueOrDefault(subscription.VirtualTable) is not VirtualTableEntry table) throw Gone("virtual table");
        string?[] named = [subscription.ChangeTypeColumn, subscription.ChangeTimeColumn, subscription.ChangeSequenceColumn];
        var change = named.OfType<string>().Select(name => target.Columns.ToList().FindIndex(column => column.RemoteName == name)).ToList();
        if (change.Contains(-1)) throw Gone("column for the type, the time or the sequence of changes");
        return StoredText.WithoutPositions(() =>
        {
            var rows = subscription.Query is { } query ? SubscribedRows.Of(StoredText.Query(query.Sql), Stored(query, subscription.Owner, root)) : SubscribedRows.Of(table, state);
            if (state.MissingColumns.Count > 0) throw new GatewayException(SqlState.UndefinedColumn, $"column {state.MissingColumns.Values.First()} is gone");
            var bound = subscription.SchemaChanges == SchemaChangePropagation.None
                ? Assign(OverCaptured(rows, captured, state), target, change, subscription is { Query: null, IsReplica: false }, state, null, null)
                : AssignCaptured(AllOf(rows, captured, state), target, change, subscription, state);
            if (subscription.Target.Kind == TargetKind.Table) WriteAccess(subscription.Mode == ChangeMode.Insert, target, bound, change, state);
            WrittenTables.RefuseHidden(state);
            return bound with { Accesses = state.Access.All.ToEquatableArray() };
        });
    }

    /// <summary>Checks the query of a subscription, whatever its target is.</summary>
    public static void CheckQuery(StoredExpression query, string owner, Scope root) => StoredText.WithoutPositions(() => SubscribedRows.Of(StoredText.Query(query.Sql), Stored(query, owner, root)));

    /// <summary>A condition on the rows of a subscription, with the limits of its own condition.</summary>
    public static BoundCondition BindCondition(SubscriptionEntry subscription, Ast.SyntaxExpression condition, Scope scope)
    {
        if (scope.State.Context.Snapshot.RelationsByOid.GetValueOrDefault(subscription.VirtualTable) is not VirtualTableEntry table) throw Gone("virtual table");
        var at = condition.Span;
        Ast.Identifier Named(string name) => new(name, Quoted: true, at);
        var from = new Ast.NamedTable(new Ast.ObjectName([Named(table.Schema), Named(table.Name)], at), Only: false, Alias: null, Sample: null, at);
        var item = new Ast.SelectItem(new Ast.ColumnReference(new Ast.ObjectName([Named(table.Columns[0].Name)], at), at), Label: null, at);
        var rows = SubscribedRows.Of(new Ast.QueryStatement(null, new Ast.SelectBody(null, [item], [from], condition, null, null, [], at), [], null, [], [], at), scope);
        return new BoundCondition(rows.Scan, rows.Filter);
    }

    // Bound as a view's query is: in the names and the time zone of then.
    private static Scope Stored(StoredExpression stored, string owner, Scope root)
    {
        var state = root.State;
        state.Coercion.Settings = new InputSettings(
            stored.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : state.Context.TimeZone, new OidNames(state.Context with { SearchPath = stored.SearchPath }).Find, stored.Now);
        return new Scope(state, null, root.Catalog.In(stored, owner), null);
    }

    /// <summary>The same rows over the columns of the captured table, found by their names at the source.</summary>
    private static SubscribedRows OverCaptured(SubscribedRows rows, RemoteTable captured, StatementState state)
    {
        var table = rows.Table;
        var columns = captured.Columns.Select((column, ordinal) => new ScanColumn(state.NewColumn(column.Name, column.Type), ordinal)).ToEquatableArray();
        var byName = columns.ToDictionary(column => captured.Columns[column.Ordinal].RemoteName, StringComparer.Ordinal);
        var values = rows.Scan.ToDictionary(column => column.Column.Id, column => table.Columns[column.Ordinal]);
        Expression Replace(Expression part)
        {
            if (part is not ColumnExpression column || !values.TryGetValue(column.Id, out var known)) return part;
            if (!byName.TryGetValue(known.RemoteName, out var found)) throw new GatewayException(SqlState.UndefinedColumn, $"column \"{known.RemoteName}\" of the source's table \"{captured.Name.Object}\" is gone");
            return state.Coercion.CoerceToColumn(found.Column.ToExpression(), known.Type, known.Name);
        }

        return rows with { Scan = columns, Values = rows.Values.Select(value => value.Rewrite(Replace)).ToEquatableArray(), Filter = rows.Filter?.Rewrite(Replace), Captured = captured };
    }

    private static BoundSubscription Assign(SubscribedRows rows, LocalTableEntry target, List<int> change, bool byName, StatementState state, int? queryPosition, int? targetPosition)
    {
        var open = Enumerable.Range(0, target.Columns.Count).Where(ordinal => !change.Contains(ordinal)).ToList();
        var ordinals = byName
            ? [.. rows.Output.Select(column => OrdinalOf(column.Name, target, open, targetPosition))]
            : open.Count >= rows.Output.Count ? open.Take(rows.Output.Count).ToList() : throw Mismatch($"the subscription has {rows.Output.Count} columns, and table \"{target.Name}\" has {open.Count} for them", targetPosition);
        if (open.Except(ordinals).Select(ordinal => target.Columns[ordinal].Name).FirstOrDefault() is { } left) throw Mismatch($"column \"{left}\" of table \"{target.Name}\" gets nothing from the subscription", targetPosition);
        if (ordinals.GroupBy(ordinal => ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Mismatch($"column \"{target.Columns[twice.Key].Name}\" of table \"{target.Name}\" gets two columns of the subscription", targetPosition);
        var values = rows.Values.Select((value, i) =>
        {
            var column = target.Columns[ordinals[i]];
            var position = state.PositionOf(value) ?? queryPosition;
            var assigned = state.Coercion.CoerceToColumn(value, column.Type, column.Name, position);
            SubscribedRows.RefuseMoment(assigned, position);
            return assigned;
        }).ToEquatableArray();
        return new BoundSubscription(rows.Table, rows.Scan.Select(column => column.Column).ToEquatableArray(), ordinals.ToEquatableArray(), values, rows.Filter, KeysOf(rows, ordinals, values));
    }

    /// <summary>All columns of the captured table, whatever the virtual table says of them: it may be behind or ahead of the stream.</summary>
    private static SubscribedRows AllOf(SubscribedRows rows, RemoteTable captured, StatementState state)
    {
        var names = rows.Table.Columns.ToDictionary(column => column.RemoteName, column => column.Name, StringComparer.Ordinal);
        var columns = captured.Columns.Select((column, ordinal) => new ScanColumn(state.NewColumn(names.GetValueOrDefault(column.RemoteName, column.Name), column.Type), ordinal)).ToEquatableArray();
        return new SubscribedRows(
            rows.Table, columns, columns.Select(column => column.Column).ToEquatableArray(), columns.Select(column => (Expression)column.Column.ToExpression()).ToEquatableArray(), null) { Captured = captured };
    }

    /// <summary>
    /// What the columns of the captured table go to. Where changes of the definition do not reach the target, it goes on without columns that are new, and those of the target that have lost theirs get
    /// nothing.
    /// </summary>
    private static BoundSubscription AssignCaptured(SubscribedRows rows, LocalTableEntry target, List<int> change, SubscriptionEntry subscription, StatementState state)
    {
        var open = Enumerable.Range(0, target.Columns.Count).Where(ordinal => !change.Contains(ordinal)).ToList();
        List<int> ordinals = [], places = [];
        for (var place = 0; place < rows.Output.Count; place++)
        {
            var remote = rows.Captured!.Columns[place].RemoteName;
            var ordinal = subscription.RenamedColumns.FirstOrDefault(known => known.RemoteName == remote) is { } renamed
                ? target.Columns.ToList().FindIndex(column => column.RemoteName == renamed.TargetColumn)
                : subscription.SchemaChanges == SchemaChangePropagation.Restricted && !open.Any(known => string.Equals(target.Columns[known].Name, rows.Output[place].Name, StringComparison.OrdinalIgnoreCase))
                    ? -1
                    : OrdinalOf(rows.Output[place].Name, target, open, null);
            if (ordinal < 0 || ordinals.Contains(ordinal)) continue;
            ordinals.Add(ordinal);
            places.Add(place);
        }

        var values = places.Select((place, i) =>
        {
            var column = target.Columns[ordinals[i]];
            var assigned = state.Coercion.CoerceToColumn(rows.Values[place], column.Type, column.Name);
            SubscribedRows.RefuseMoment(assigned, null);
            return assigned;
        }).ToEquatableArray();
        return new BoundSubscription(rows.Table, rows.Scan.Select(column => column.Column).ToEquatableArray(), ordinals.ToEquatableArray(), values, null, KeysOf(rows, ordinals, values));
    }

    private static int OrdinalOf(string name, LocalTableEntry target, List<int> open, int? position)
    {
        var exact = open.Where(ordinal => target.Columns[ordinal].Name == name).ToList();
        if (exact.Count == 0) exact = [.. open.Where(ordinal => string.Equals(target.Columns[ordinal].Name, name, StringComparison.OrdinalIgnoreCase))];
        return exact.Count == 1 ? exact[0] : throw Mismatch($"table \"{target.Name}\" has no column for column \"{name}\" of the virtual table", position);
    }

    /// <summary>Where the source's key went: the primary one, or one whose columns are never null.</summary>
    private static EquatableArray<int> KeysOf(SubscribedRows rows, List<int> ordinals, EquatableArray<Expression> values)
    {
        var (columns, keys) = rows.Captured is { } captured ? (captured.Columns, captured.Keys) : (rows.Table.Columns, rows.Table.Handle.Keys);
        foreach (var key in keys.OrderByDescending(key => key.IsPrimary).Where(key => key.IsPrimary || key.Ordinals.All(ordinal => !columns[ordinal].IsNullable)))
        {
            var found = key.Ordinals.Select(ordinal =>
            {
                var id = rows.Scan.First(column => column.Ordinal == ordinal).Column.Id;
                var place = values.ToList().FindIndex(value => IsSame(value, id));
                return place < 0 ? -1 : ordinals[place];
            }).ToList();
            if (!found.Contains(-1)) return found.ToEquatableArray();
        }

        return [];
    }

    // Different keys must stay different.
    private static bool IsSame(Expression value, ColumnId id) => value switch
    {
        ColumnExpression column => column.Id == id,
        CastExpression { Operand: ColumnExpression column } cast => column.Id == id && KeepsApart(column.Type, cast.TargetType),
        _ => false,
    };

    private static bool KeepsApart(SqlType from, SqlType to) =>
        (from.Kind, to.Kind) is (SqlTypeKind.Int2, SqlTypeKind.Int4 or SqlTypeKind.Int8) or (SqlTypeKind.Int4, SqlTypeKind.Int8)
        || (from.IsString && from.Kind != SqlTypeKind.BpChar && to.IsString && to.Kind is not (SqlTypeKind.BpChar or SqlTypeKind.Name));

    private static void WriteAccess(bool onlyInserts, LocalTableEntry target, BoundSubscription bound, List<int> change, StatementState state)
    {
        int[] written = [.. bound.TargetOrdinals, .. change];
        state.Access.Write(target, TableAction.Insert, written);
        if (onlyInserts) return;
        state.Access.Write(target, TableAction.Update, written);
        state.Access.Write(target, TableAction.Delete, []);
    }

    private static GatewayException Mismatch(string message, int? position) => new(SqlState.DatatypeMismatch, message)
    {
        Position = position,
        Hint = "Columns are matched by name for ON and by position for AS; the columns for the type, the time and the sequence of changes are left out.",
    };

    private static GatewayException Gone(string what) => new(SqlState.UndefinedObject, $"the {what} of the remote subscription is gone");
}
