namespace FederationGateway.Binder.Scopes;

/// <summary>
/// An item of FROM as names see it. Inside a join the sides' names stay visible (<c>t.x</c>) while their columns are seen through the join
/// (<c>x</c>, <c>*</c>), so the two kinds of visibility are separate.
/// </summary>
/// <param name="Path">The name, outermost part first: the alias alone when there is one; empty for a join without alias.</param>
internal sealed record ScopeRelation(EquatableArray<string> Path, EquatableArray<ScopeColumn> Columns)
{
    /// <summary>Whether <c>name.column</c> and <c>name.*</c> find it.</summary>
    public bool IsNamed { get; init; } = true;

    /// <summary>Whether an outer join may have found no row of it, which is then null as a whole.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether bare column names and <c>*</c> find its columns.</summary>
    public bool ShowsColumns { get; init; } = true;

    /// <summary>True when the name was given by an alias: then the table's own name is hidden.</summary>
    public bool IsAliased { get; init; }

    /// <summary>The table behind it, when it is one: its primary key decides which columns a group determines.</summary>
    public TableHandle? Table { get; init; }

    public string Name => Path.IsEmpty ? "" : Path[Path.Count - 1];

    public ScopeRelation AsNullable() => this with { Columns = Columns.Select(column => column.AsNullable()).ToEquatableArray(), IsOptional = true };

    /// <summary>Whether a qualifier of one part or more means this relation.</summary>
    public bool IsCalled(EquatableArray<Ast.Identifier> qualifier, StringComparison comparison)
    {
        if (!IsNamed || qualifier.Count > Path.Count) return false;
        for (var i = 1; i <= qualifier.Count; i++)
            if (!string.Equals(Path[Path.Count - i], qualifier[qualifier.Count - i].Text, comparison)) return false;
        return true;
    }
}
