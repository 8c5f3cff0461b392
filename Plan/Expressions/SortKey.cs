namespace FederationGateway.Plan;

/// <summary>One key of an order. <see cref="NullsFirst"/> is always explicit: SQL's default (nulls last ascending, first descending) is the binder's.</summary>
public sealed record SortKey(Expression Expression, bool IsDescending, bool NullsFirst);
