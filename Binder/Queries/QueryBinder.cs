using System.Diagnostics;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>A query, at the top of a statement or anywhere inside: WITH, the body, and what applies to the whole result.</summary>
internal static class QueryBinder
{
    /// <summary>The plan whose output is the query's columns, in order.</summary>
    /// <param name="enclosing">Where names not found in the query are looked up.</param>
    /// <param name="keepsUnknown">Leaves untyped literals in the select list untyped, because the place around knows better: set operations and INSERT.</param>
    public static PlanNode Bind(Ast.QueryStatement query, Scope enclosing, bool keepsUnknown = false)
    {
        var state = enclosing.State;
        if (!query.Locking.IsEmpty) throw GatewayException.Unsupported(LockName(query.Locking[0]), query.Locking[0].Span);
        foreach (var hint in query.Hints) state.Hints.Add(Hints.Read(hint));
        state.Enter();
        var with = CommonTableBinder.Bind(query.With, enclosing);
        var tail = new QueryTail(query.OrderBy, query.Limit);
        var plan = with.Wrap(BindBody(query.Body, tail, with.Scope, keepsUnknown), state);
        state.Leave();
        return plan;
    }

    /// <summary>A body with what comes after it.</summary>
    public static PlanNode BindBody(Ast.QueryBody body, QueryTail tail, Scope enclosing, bool keepsUnknown) => body switch
    {
        Ast.SelectBody select => SelectBinder.Bind(select, tail, enclosing, keepsUnknown),
        Ast.ValuesBody values => tail.Apply(ValuesBinder.Bind(values, enclosing, keepsUnknown && tail.OrderBy.IsEmpty), enclosing),
        Ast.SetOperationBody operation => tail.Apply(SetOperationBinder.Bind(operation, enclosing), enclosing),
        Ast.NestedQueryBody nested when tail.IsEmpty => Bind(nested.Query, enclosing, keepsUnknown),
        Ast.NestedQueryBody nested => tail.Apply(Bind(nested.Query, enclosing), enclosing),
        _ => throw new UnreachableException(),
    };

    private static string LockName(Ast.LockingClause locking) => locking.Strength switch
    {
        Ast.LockStrength.KeyShare => "FOR KEY SHARE",
        Ast.LockStrength.Share => "FOR SHARE",
        Ast.LockStrength.NoKeyUpdate => "FOR NO KEY UPDATE",
        Ast.LockStrength.Update => "FOR UPDATE",
        _ => throw new UnreachableException(),
    };
}
