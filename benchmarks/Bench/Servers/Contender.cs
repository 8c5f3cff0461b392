namespace FederationGateway.Bench.Servers;

/// <summary>One server a statement can be sent to. All of them have the tables under the same names.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Port">On 127.0.0.1.</param>
/// <param name="SearchPath">Where it looks for tables; null for its usual place.</param>
internal sealed record Contender(string Name, int Port, string User, string Password, string Database, string? SearchPath = null);
