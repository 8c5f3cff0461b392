namespace FederationGateway.Replication.Monitoring;

/// <summary>The name of a latency ticket as a statement has it, and where.</summary>
public sealed record TicketName(string Text, int Position);
