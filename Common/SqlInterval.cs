namespace FederationGateway.Common;

/// <summary>An interval as PostgreSQL keeps it: months, days and microseconds do not carry into each other.</summary>
public readonly record struct SqlInterval(int Months, int Days, long Microseconds);
