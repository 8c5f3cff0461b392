namespace FederationGateway.Adapters.Webhook.Rows;

/// <summary>Something about a row that its sender has to mend: one sentence for him.</summary>
internal sealed class RowRefusedException(string message) : Exception(message);
