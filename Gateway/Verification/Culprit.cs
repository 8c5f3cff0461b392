using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Gateway.Verification;

/// <summary>A piece of a fragment whose answer differs although everything below it answers rightly, and what the source is therefore not trusted with.</summary>
/// <param name="Operator">As EXPLAIN prints it.</param>
internal sealed record Culprit(string Operator, IReadOnlyList<Downgrade> Downgrades);
