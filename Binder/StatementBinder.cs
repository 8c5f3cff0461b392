using System.Diagnostics;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Access;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;
using FederationGateway.Binder.Statements;
using FederationGateway.Binder.Tables;
using FederationGateway.Catalog;

namespace FederationGateway.Binder;

/// <summary>
/// Resolves the names and types of one statement against one catalog state. Synchronous, without I/O, and reusable for any number of statements of the same
/// context; a catalog change or another setting needs another binder.
/// </summary>
public sealed class StatementBinder(BindingContext context)
{
    /// <summary>
    /// Binds a query, INSERT, UPDATE, DELETE, MERGE, or the query of COPY … TO. Other statements have no plan (<see cref="ArgumentException"/>).
    /// </summary>
    /// <exception cref="GatewayException">What is wrong with the statement, with PostgreSQL's SQLSTATE, wording and position.</exception>
    /// <exception cref="LinkedTableNeededException">A three-part name whose definition has to be imported first; then bind again.</exception>
    public BoundStatement Bind(Ast.Statement statement) => Run(state => BindStatement(statement, state));

    private static BoundStatement BindStatement(Ast.Statement statement, StatementState state)
    {
        var scope = RootScope(state);
        BoundStatement bound = statement switch
        {
            Ast.QueryStatement query => new QueryStatement(QueryBinder.Bind(query, scope)),
            Ast.InsertStatement insert => InsertBinder.Bind(insert, scope),
            Ast.UpdateStatement update => ChangeBinder.Bind(update, scope),
            Ast.DeleteStatement delete => ChangeBinder.Bind(delete, scope),
            Ast.MergeStatement merge => MergeBinder.Bind(merge, scope),
            Ast.UpsertStatement upsert => UpsertBinder.Bind(upsert, scope),
            Ast.CopyStatement { IsFrom: false } copy => new QueryStatement(CopyBinder.Bind(copy, scope)),
            Ast.UnsupportedStatement unsupported => throw GatewayException.Unsupported(unsupported.Construct, unsupported.Span),
            _ => throw new ArgumentException($"{statement.GetType().Name} is not a statement to bind", nameof(statement)),
        };
        NoteUses(bound, state.Access);
        WrittenTables.RefuseMasked(state);
        if (bound is UpsertStatement parts) bound = new UpsertStatement(Noted(parts.Update, state), Noted(parts.Insert, state));
        return Noted(bound, state);
    }

    private static T Noted<T>(T bound, StatementState state)
        where T : BoundStatement => (T)(bound with { Accesses = state.Access.All.ToEquatableArray(), ParameterTypes = state.Parameters.Resolve(), IsDeep = state.IsDeep, HidesData = state.HidesData, Hints = state.Hints.ToEquatableArray() });

    private static void NoteUses(BoundStatement bound, AccessNotes access)
    {
        if (bound is UpsertStatement upsert)
        {
            NoteUses(upsert.Update, access);
            NoteUses(upsert.Insert, access);
            return;
        }

        var (source, returning, conflict) = bound switch
        {
            QueryStatement query => (query.Plan, [], null),
            InsertStatement insert => (insert.Source, insert.Returning, insert.OnConflict),
            UpdateStatement update => (update.Source, update.Returning, null),
            DeleteStatement delete => (delete.Source, delete.Returning, (ConflictAction?)null),
            MergeStatement merge => (merge.Rows.Source, [], null),
            _ => throw new UnreachableException(),
        };
        if (bound is UpdateStatement or DeleteStatement or MergeStatement) access.UseToChange(source);
        else access.Use(source);
        foreach (var item in returning) access.Use(item.Expression);
        if (conflict is null) return;
        foreach (var value in conflict.AssignedValues) access.Use(value);
        if (conflict.Where is { } condition) access.Use(condition);
    }

    /// <summary>The query of a view: its output names and types are the columns', and it has no parameters.</summary>
    /// <param name="accesses">What whoever makes the view has to be allowed to look up.</param>
    /// <param name="names">What the names in the query mean; what a view among them reads is that view's affair.</param>
    /// <param name="places">Where the query names relations without their schema.</param>
    /// <exception cref="LinkedTableNeededException">As for <see cref="Bind"/>.</exception>
    public PlanNode BindViewQuery(Ast.QueryStatement query, out EquatableArray<NameBinding> names, out EquatableArray<NamePlace> places, out EquatableArray<TableAccess> accesses)
    {
        (var plan, names, places, accesses) = Run(
            state =>
            {
                var bound = QueryBinder.Bind(query, RootScope(state));
                if (state.Parameters.Resolve().Count > 0) throw new GatewayException(SqlState.UndefinedParameter, "there is no parameter $1") { Position = query.Span.Start };
                state.Access.Use(bound);
                return (
                    bound, state.Names!.ToEquatableArray(),
                    state.NamePlaces.Distinct().Select(place => new NamePlace(place.Span.Start - query.Span.Start, place.Span.Length, place.Oid)).ToEquatableArray(),
                    state.Access.All.ToEquatableArray());
            },
            notesNames: true);
        return plan;
    }

    /// <summary>An expression without columns: a DEFAULT, a setting's value, an argument of EXECUTE or CALL.</summary>
    /// <param name="target">The type it is assigned to; null leaves it as it is, text for untyped literals.</param>
    public Expression BindScalar(Ast.SyntaxExpression expression, SqlType? target = null) => Run(state =>
    {
        var scope = RootScope(state);
        scope.Place = ExpressionPlace.Constant;
        var value = ExpressionBinder.Bind(expression, scope);
        return target is { } type
            ? state.Coercion.CoerceExactly(value, type, CoercionContext.Assignment, expression.Span.Start)
            : state.Coercion.ResolveUnknown(value);
    });

    /// <summary>The arguments of CALL, each as the type of its parameter; and the types of <c>$1</c> … in them.</summary>
    public (EquatableArray<Expression> Values, EquatableArray<SqlType> ParameterTypes) BindArguments(IReadOnlyList<(Ast.SyntaxExpression Value, SqlType Type)> arguments) => Run(state =>
    {
        var scope = RootScope(state);
        scope.Place = ExpressionPlace.Constant;
        var values = arguments.Select(argument => state.Coercion.CoerceExactly(ExpressionBinder.Bind(argument.Value, scope), argument.Type, CoercionContext.Assignment, argument.Value.Span.Start)).ToEquatableArray();
        return (values, state.Parameters.Resolve());
    });

    /// <summary>A column's stored default, as the value of its type.</summary>
    public Expression BindDefault(string text, SqlType target) => BindScalar(StoredText.Expression(text), target);

    /// <summary>The condition of a policy or the value of a mask of a table: checked, and what the names in it mean.</summary>
    /// <param name="masked">The column behind the mask; null for a policy's condition.</param>
    /// <exception cref="LinkedTableNeededException">As for <see cref="Bind"/>.</exception>
    public EquatableArray<NameBinding> BindTableExpression(RelationEntry table, Ast.SyntaxExpression expression, TableColumn? masked) => Run(
        state =>
        {
            var scope = RootScope(state);
            scope.Place = ExpressionPlace.Where;
            scope.Add(NamedTableBinder.Scan(table, state).Relations);
            if (masked is not null) state.Coercion.CoerceToColumn(ExpressionBinder.Bind(expression, scope), masked.Type, masked.Name, expression.Span.Start);
            else ExpressionBinder.BindBoolean(expression, scope, "POLICY");
            if (state.Parameters.Resolve().Count > 0) throw new GatewayException(SqlState.UndefinedParameter, "there is no parameter $1") { Position = expression.Span.Start };
            return state.Names!.ToEquatableArray();
        },
        notesNames: true);

    /// <summary>What CREATE REMOTE SUBSCRIPTION says: which rows and columns, and where they go.</summary>
    /// <exception cref="LinkedTableNeededException">As for <see cref="Bind"/>.</exception>
    public BoundSubscription BindSubscription(Ast.CreateRemoteSubscriptionStatement create) => Run(state => SubscriptionBinder.Bind(create, RootScope(state)), notesNames: true);

    /// <summary>The same for a stored subscription, over the columns of its table as they were captured.</summary>
    public BoundSubscription BindSubscription(SubscriptionEntry subscription, RemoteTable captured) => Run(state => SubscriptionBinder.Bind(subscription, captured, RootScope(state)));

    /// <summary>A condition on the rows of a subscription, over the columns of its virtual table.</summary>
    public BoundCondition BindSubscriptionCondition(SubscriptionEntry subscription, Ast.SyntaxExpression condition) => Run(state => SubscriptionBinder.BindCondition(subscription, condition, RootScope(state)));

    /// <summary>Checks the query of a subscription that is to be made.</summary>
    public void CheckSubscriptionQuery(StoredExpression query, string owner) => Run(state =>
    {
        SubscriptionBinder.CheckQuery(query, owner, RootScope(state));
        return true;
    });

    /// <summary>What CREATE REPLICATION TASK says.</summary>
    public BoundTask BindTask(Ast.CreateReplicationTaskStatement create) => Run(state => TaskBinder.Bind(create, RootScope(state)), notesNames: true);

    /// <summary>PARTITION BY, over one table.</summary>
    public BoundPartitions BindPartitions(Ast.PartitionClause clause, VirtualTableEntry table) => Run(state => PartitionBinder.Bind(clause, table, RootScope(state)));

    /// <summary>Checks the condition over all tables of a schema against one of them.</summary>
    /// <param name="table">In the catalog the statement is bound against, if only for that.</param>
    public void CheckTaskTable(Ast.CreateReplicationTaskStatement create, VirtualTableEntry table) => Run(state =>
    {
        TaskBinder.CheckTable(create, table, RootScope(state));
        return true;
    });

    private static Scope RootScope(StatementState state) =>
        new(state, null, new CatalogLookup(state.Context, state.Context.SearchPath), null);

    /// <summary>Most statements are shallow and bind on the caller's stack; one that is not begins again where there is room.</summary>
    private T Run<T>(Func<StatementState, T> bind, bool notesNames = false)
    {
        StatementState NewState(bool isOnLargeStack) => new(context, isOnLargeStack) { Names = notesNames ? [] : null };
        try
        {
            return bind(NewState(isOnLargeStack: false));
        }
        catch (DeepStatementException)
        {
            return LargeStack.Run(() => bind(NewState(isOnLargeStack: true)));
        }
    }
}
