using FederationGateway.Gateway.Verification;

namespace FederationGateway.Gateway.Configuration;

/// <summary>What the operator configured: <c>gateway.json</c>, then <c>FEDGW__*</c> variables, then the command line. Checked once, at start.</summary>
public sealed record GatewayOptions
{
    /// <summary>HOST:PORT; an IPv6 address stands in brackets.</summary>
    public string Listen { get; init; } = "127.0.0.1:5439";

    /// <summary>The data directory: catalog, local tables, credential key.</summary>
    public string? Data { get; init; }

    /// <summary>A file whose first line becomes the administrator's password.</summary>
    public string? AdminPasswordFile { get; init; }

    /// <summary>PEM files; TLS is offered when both are given.</summary>
    public string? CertificateFile { get; init; }

    public string? CertificateKeyFile { get; init; }

    /// <summary>Refuses logins on connections that are not encrypted.</summary>
    public bool RequireTls { get; init; }

    /// <summary>Lets the gateway listen beyond this machine without a certificate: passwords are not sent, but all statements and rows can be read on the way.</summary>
    public bool AllowPlaintext { get; init; }

    /// <summary>Bytes the embedded engines may use together, with a unit: <c>8GB</c>. Half of the machine's memory by default.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>Where remainders spill to; inside the data directory by default.</summary>
    public string? SpillDirectory { get; init; }

    /// <summary>Bytes that remainders may spill, and as many that statements with local tables may; what the disk has room for by default.</summary>
    public string? SpillLimit { get; init; }

    /// <summary>Bytes of changes that may wait on disk for the subscriptions of a remote source, with a unit; then the source keeps what comes.</summary>
    public string BacklogLimit { get; init; } = "10GB";

    /// <summary>Where the credential key is; inside the data directory by default.</summary>
    public string? CredentialKeyFile { get; init; }

    /// <summary>The most sessions at once.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>The most statements that work on rows at once; 0 for any number.</summary>
    public int MaxConcurrentStatements { get; init; }

    /// <summary>The most statements that wait for their turn.</summary>
    public int MaxQueuedStatements { get; init; } = 1000;

    /// <summary>Days that audit entries are kept; 0 for ever.</summary>
    public int AuditRetention { get; init; } = 365;

    /// <summary>Directories file sources may be made in; empty allows any. Separated by the platform's path separator.</summary>
    public string? FileRoots { get; init; }

    /// <summary>What <c>verify_pushdown</c> is in a new session.</summary>
    public string VerifyPushdown { get; init; } = VerificationChoice.Off;
}
