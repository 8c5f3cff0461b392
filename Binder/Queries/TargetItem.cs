namespace FederationGateway.Binder.Queries;

/// <summary>A column of a select list while the query is being bound; hidden ones serve ORDER BY and DISTINCT ON only.</summary>
internal sealed class TargetItem(string name, Expression expression, bool isHidden = false)
{
    public string Name { get; } = name;

    /// <summary>Changes while the levels below take their places: grouping, windows.</summary>
    public Expression Expression { get; set; } = expression;

    public bool IsHidden { get; } = isHidden;

    public TextSpan Span { get; init; }
}
