using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Tables;

/// <summary>A place in a FROM clause: the query it belongs to and the items to its left.</summary>
/// <param name="Left">What a lateral item may refer to.</param>
/// <param name="Barred">What stands to the left too, but on the side of a RIGHT or FULL join that cannot be referred to.</param>
internal sealed record FromPlace(Scope Query, EquatableArray<ScopeRelation> Left, EquatableArray<ScopeRelation> Barred)
{
    public StatementState State => Query.State;

    public FromPlace After(BoundTable table) => this with { Left = [.. Left, .. table.Relations] };

    public FromPlace Behind(BoundTable table) => this with { Barred = [.. Barred, .. table.Relations] };

    /// <summary>The scope of a function's arguments or a LATERAL subquery: the items to the left, then the enclosing query.</summary>
    public Scope LateralScope()
    {
        var scope = new Scope(State, Query.Outer, Query.Catalog, Query.CommonTables)
        {
            Place = ExpressionPlace.FromFunction,
            HiddenRelations = Barred,
            HiddenBecause = "The combining JOIN type must be INNER or LEFT for a LATERAL reference.",
        };
        scope.Add(Left);
        return scope;
    }

    /// <summary>The scope of an ordinary subquery: only the enclosing query.</summary>
    public Scope PlainScope() => new(State, Query.Outer, Query.Catalog, Query.CommonTables)
    {
        Place = ExpressionPlace.FromSubquery,
        HiddenRelations = [.. Left, .. Barred],
    };

    /// <summary>The scope of a join's condition: its two sides.</summary>
    public Scope JoinScope(BoundTable left, BoundTable right)
    {
        var scope = new Scope(State, Query.Outer, Query.Catalog, Query.CommonTables) { Place = ExpressionPlace.JoinCondition, HiddenRelations = [.. Left, .. Barred] };
        scope.Add(left.Relations);
        scope.Add(right.Relations);
        return scope;
    }
}
