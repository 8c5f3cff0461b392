namespace FederationGateway.Binder.Statements;

/// <summary>A condition on the rows of a virtual table.</summary>
/// <param name="Columns">The columns it reads, by their place in the table.</param>
/// <param name="Filter">Null when it chooses all rows.</param>
public sealed record BoundCondition(EquatableArray<ScanColumn> Columns, Expression? Filter);
