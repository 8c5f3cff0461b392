namespace FederationGateway.Binder.Scopes;

/// <summary>What makes a column of a query level.</summary>
internal enum ColumnOriginKind
{
    /// <summary>FROM.</summary>
    Input,
    Aggregate,
    Grouping,
    Window,
    SetFunction,
}

/// <summary>The query level a column belongs to and what makes it there.</summary>
internal readonly record struct ColumnOrigin(Scope Scope, ColumnOriginKind Kind);
