namespace FederationGateway.Binder.Scopes;

/// <summary>
/// What names mean at one place of a statement: the items of FROM seen there, and the enclosing query's scope for what is not found.
/// A subquery's scope starts with those common tables its enclosing scope sees.
/// </summary>
internal sealed class Scope(StatementState state, Scope? outer, CatalogLookup catalog, CommonTableScope? commonTables)
{
    private readonly List<ScopeRelation> _relations = [];

    /// <summary>A scope directly inside another one, seeing the same common tables.</summary>
    public Scope(Scope outer)
        : this(outer.State, outer, outer.Catalog, outer.CommonTables)
    {
    }

    public StatementState State { get; } = state;

    public Scope? Outer { get; } = outer;

    public CatalogLookup Catalog { get; } = catalog;

    public CommonTableScope? CommonTables { get; set; } = commonTables;

    public IReadOnlyList<ScopeRelation> Relations => _relations;

    /// <summary>Items of FROM that exist at this level but cannot be named from here: only error messages speak of them.</summary>
    public IReadOnlyList<ScopeRelation> HiddenRelations { get; init; } = [];

    /// <summary>How the join at hand forbids looking at <see cref="HiddenRelations"/>, if it is a join that does.</summary>
    public string? HiddenBecause { get; init; }

    /// <summary>The clause being bound.</summary>
    public ExpressionPlace Place { get; set; }

    /// <summary>What the level's expressions ask for beyond its rows: aggregates, windows, sets. Null where no SELECT is being bound.</summary>
    public QueryLevel? Level { get; init; }

    public void Add(IEnumerable<ScopeRelation> relations)
    {
        foreach (var relation in relations) Add(relation);
    }

    /// <summary>Makes an item of FROM visible; its columns belong to this level from now on.</summary>
    public void Add(ScopeRelation relation)
    {
        _relations.Add(relation);
        foreach (var column in relation.Columns)
        {
            foreach (var source in column.Value.Columns()) State.Origins[source.Id] = new ColumnOrigin(this, ColumnOriginKind.Input);
        }
    }

    /// <summary>This scope and those around it, innermost first.</summary>
    public IEnumerable<Scope> SelfAndOuter()
    {
        for (var scope = this; scope is not null; scope = scope.Outer) yield return scope;
    }
}
