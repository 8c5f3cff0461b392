using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Adapters.Webhook;

/// <summary>Rows that others post over HTTP. Its tables have no rows to be read: what is posted to one is its stream of changes.</summary>
public sealed class WebhookAdapter : IAdapter
{
    public string Name => "webhook";

    public AdapterDescription Description { get; } = new(
        "Webhook",
        "rows of JSON that are posted over HTTP",
        [
            new AdapterOption("listen", "ADDRESS:PORT to listen at", IsRequired: true),
            new AdapterOption("path", "what the tables' names stand behind", Default: "/"),
            new AdapterOption("certificate", "a PEM file: TLS is spoken"),
            new AdapterOption("certificate_key", "the PEM file of its key"),
            new AdapterOption("allow_plaintext", "whether it may listen beyond this machine without a certificate: true or false", Default: "false"),
            new AdapterOption("max_body", "the most bytes of one request", Default: "16MB"),
            new AdapterOption("operation", "the field that says what a row is: insert, upsert or delete; without it rows with a key are upserts, others inserts"),
            new AdapterOption("idempotency_header", "the header with the sender's name for a request: one that comes again is taken once", Default: "Idempotency-Key"),
            new AdapterOption("signature_header", "the header with the signature, sha256=HEX", Default: "X-Hub-Signature-256"),
            new AdapterOption("answer_timeout", "seconds a request waits for its rows to be durable", Default: "10"),
            new AdapterOption("token", "what requests show as Authorization: Bearer TOKEN", IsCredential: true, IsSecret: true),
            new AdapterOption("secret", "what bodies are signed with, by HMAC-SHA256", IsCredential: true, IsSecret: true),
        ]);

    /// <summary>Nothing can be asked of it.</summary>
    public CapabilitySet Capabilities { get; } = CapabilitySet.Of(Capability.TransactionalChangeCapture);

    public SqlDialect Dialect { get; } = new WebhookDialect();

    public IRemoteSource CreateSource(SourceDefinition definition) => new WebhookSource(definition.Name, WebhookOptions.Read(definition, Description));

    private sealed class WebhookDialect : SqlDialect
    {
        public override string Name => "a webhook";

        public override FunctionTable Functions => FunctionTable.Empty;
    }
}
