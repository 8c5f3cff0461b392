using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Functions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;
using FederationGateway.Binder.Tables;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;

namespace FederationGateway.Binder.Statements;

/// <summary>The columns and rows of one virtual table that a subscription takes, in terms of that table's own columns: each row by itself, so that each change can be taken by itself.</summary>
/// <param name="Scan">The table's columns.</param>
internal sealed record SubscribedRows(VirtualTableEntry Table, EquatableArray<ScanColumn> Scan, EquatableArray<OutputColumn> Output, EquatableArray<Expression> Values, Expression? Filter)
{
    /// <summary>The table that the columns of <see cref="Scan"/> are of, once it is captured.</summary>
    public RemoteTable? Captured { get; init; }

    /// <summary>ON: everything.</summary>
    public static SubscribedRows Of(VirtualTableEntry table, StatementState state)
    {
        RefuseHidden(table, state);
        var scan = (ScanNode)NamedTableBinder.Scan(table, state).Plan;
        state.Access.Read(table, scan);
        state.Access.Use(scan);
        return new SubscribedRows(table, scan.Columns, scan.Output, scan.Output.Select(column => (Expression)column.ToExpression()).ToEquatableArray(), null);
    }

    /// <summary>AS: a query.</summary>
    /// <exception cref="GatewayException">0A000 when a row of its result is not made of one row of one virtual table.</exception>
    public static SubscribedRows Of(Ast.QueryStatement query, Scope scope)
    {
        var state = scope.State;
        RefuseClauses(query);
        var name = ((Ast.NamedTable)((Ast.SelectBody)query.Body).From[0]).Name;
        if (scope.Catalog.Require(name) is not VirtualTableEntry { Oid: not 0 } table) throw NoVirtualTable(name);
        RefuseHidden(table, state);
        var plan = QueryBinder.Bind(query, scope, keepsUnknown: true);
        if (state.Parameters.Resolve().Count > 0) throw new GatewayException(SqlState.UndefinedParameter, "there is no parameter $1") { Position = query.Span.Start };
        state.Access.Use(plan);
        var rows = Unfold(plan, table, query);
        foreach (var expression in rows.Filter is null ? rows.Values : [.. rows.Values, rows.Filter]) RefuseParts(expression, state, query);
        return rows;
    }

    private static void RefuseClauses(Ast.QueryStatement query)
    {
        (string What, TextSpan At)? refused = query switch
        {
            { With: { } with } => ("WITH", with.Span),
            { OrderBy: [var first, ..] } => ("ORDER BY", first.Span),
            { Limit: { } limit } => ("LIMIT", limit.Span),
            { Body: not Ast.SelectBody } => ("anything but a SELECT", query.Body.Span),
            { Body: Ast.SelectBody { Distinct: { } distinct } } => ("DISTINCT", distinct.Span),
            { Body: Ast.SelectBody { GroupBy: { } groupBy } } => ("GROUP BY", groupBy.Span),
            { Body: Ast.SelectBody { Having: { } having } } => ("HAVING", having.Span),
            { Body: Ast.SelectBody { From: [_, var second, ..] } } => ("a join", second.Span),
            { Body: Ast.SelectBody { From: [Ast.JoinedTable joined] } } => ("a join", joined.Span),
            { Body: Ast.SelectBody { From: [Ast.DerivedTable derived] } } => ("a subquery", derived.Span),
            { Body: Ast.SelectBody { From: not [Ast.NamedTable { Sample: null }] } } => ("anything but one virtual table in FROM", query.Body.Span),
            _ => null,
        };
        if (refused is var (what, at)) throw Refused(what, at);
    }

    // What is above the scan, from the top down, as expressions over its columns.
    private static SubscribedRows Unfold(PlanNode plan, VirtualTableEntry table, Ast.QueryStatement query)
    {
        var values = plan.Output.Select(column => (Expression)column.ToExpression()).ToEquatableArray();
        Expression? filter = null;
        for (var node = plan; ;)
        {
            switch (node)
            {
                case ProjectNode project:
                    var items = project.Items.ToDictionary(item => item.Column.Id, item => item.Expression);
                    Expression Below(Expression expression) => expression.Rewrite(part => part is ColumnExpression column && items.TryGetValue(column.Id, out var value) ? value : part);
                    values = values.Select(Below).ToEquatableArray();
                    filter = filter is null ? null : Below(filter);
                    node = project.Input;
                    continue;
                case FilterNode where:
                    filter = filter is null ? where.Predicate : ExpressionWalk.And([where.Predicate, filter]);
                    node = where.Input;
                    continue;
                case ScanNode scan:
                    return new SubscribedRows(table, scan.Columns, plan.Output, values, filter);
                case AggregateNode: throw Refused("an aggregate", query.Body.Span);
                case WindowNode: throw Refused("a window function", query.Body.Span);
                default: throw Refused("a query whose rows are not made of one row each", query.Body.Span);
            }
        }
    }

    // What comes with a stream of changes passes no policy and no mask.
    private static void RefuseHidden(VirtualTableEntry table, StatementState state)
    {
        if (state.Context.SeesEverything || HiddenData.Of(state.Context.Snapshot, table, RoleRights.Of(state.Context.Snapshot, state.Context.CurrentUser)) is null) return;
        throw new GatewayException(SqlState.FeatureNotSupported, $"a remote subscription to virtual table \"{table.Name}\", of which policies or masks hide a part, is not supported")
        {
            Hint = "Its owner, administrators, and roles with BYPASSRLS and the privilege UNMASKED may subscribe to it.",
        };
    }

    public static GatewayException NoVirtualTable(Ast.ObjectName name) => new(SqlState.WrongObjectType, $"\"{name.Last.Text}\" is not a virtual table")
    {
        Position = name.Span.Start,
        Hint = "A subscription reads one virtual table: CREATE VIRTUAL TABLE makes one.",
    };

    private static void RefuseParts(Expression expression, StatementState state, Ast.QueryStatement query)
    {
        foreach (var part in expression.SelfAndDescendants())
        {
            var at = new TextSpan(state.PositionOf(part) ?? query.Body.Span.Start, 0);
            if (ExpressionWalk.SubqueriesOf(part) is not null) throw Refused("a subquery", at);
            if (part is CallExpression { Function: { Volatility: not Volatility.Immutable } function })
                throw Refused($"function {function.Name}, which does not always answer the same,", at);
        }

        RefuseMoment(expression, state.PositionOf(expression) ?? query.Body.Span.Start);
    }

    /// <summary>0A000 for conversions that depend on when and in which time zone they are made: changes are applied in no session.</summary>
    public static void RefuseMoment(Expression expression, int? position)
    {
        foreach (var cast in expression.SelfAndDescendants().OfType<CastExpression>())
            if (StableFunctions.IsKnown(cast) || DependsOnZone(cast.Operand.Type, cast.TargetType) || DependsOnZone(cast.TargetType, cast.Operand.Type))
                throw Refused("a conversion that depends on a session's time zone", new TextSpan(position ?? 0, 0));
    }

    private static bool DependsOnZone(SqlType zoned, SqlType other) =>
        (zoned.Kind == SqlTypeKind.TimestampTz && (other.IsString || other.Kind is SqlTypeKind.Timestamp or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.TimeTz))
        || (zoned.Kind == SqlTypeKind.TimeTz && other.Kind == SqlTypeKind.Time);

    private static GatewayException Refused(string what, TextSpan at) => new(SqlState.FeatureNotSupported, $"{what} in a remote subscription is not supported")
    {
        Position = at.Start,
        Hint = "A subscription takes columns and rows of one virtual table, each row by itself: SELECT expressions FROM virtual_table WHERE condition.",
    };
}
