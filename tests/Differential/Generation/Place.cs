using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>Where an expression stands.</summary>
/// <param name="Scope">The columns in reach.</param>
/// <param name="Depth">How deep it may nest.</param>
public sealed record Place(Scope Scope, int Depth)
{
    /// <summary>In a query with GROUP BY, what may be read besides aggregates; null elsewhere.</summary>
    public IReadOnlyList<(Piece Text, SqlType Type)>? Groups { get; init; }

    /// <summary>Whether window functions may be called.</summary>
    public bool AllowsWindows { get; init; }

    /// <summary>Whether subqueries may be written.</summary>
    public bool AllowsSubqueries { get; init; } = true;

    /// <summary>Whether only small values are wanted.</summary>
    public bool IsTame { get; init; }

    public bool IsGrouped => Groups is not null;

    public Place Inner(bool tame = false) => this with { Depth = Depth - 1, IsTame = IsTame || tame };

    /// <summary>For arguments of aggregates and windows: plain columns of the query, nothing that is computed over rows.</summary>
    public Place Arguments() => this with { Depth = Math.Min(Depth - 1, 1), Groups = null, AllowsWindows = false, AllowsSubqueries = false };
}
