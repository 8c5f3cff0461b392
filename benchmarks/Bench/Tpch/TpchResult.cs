namespace FederationGateway.Bench.Tpch;

/// <summary>How one of those compared did with one query.</summary>
/// <param name="Milliseconds">Null when it failed or took too long.</param>
/// <param name="Difference">What differs from PostgreSQL's answer, or why there is none; null when it is right.</param>
internal sealed record TpchResult(double? Milliseconds, string? Difference)
{
    public bool IsRight => Milliseconds is not null && Difference is null;
}
