using System.Net;

namespace FederationGateway.PgWire.Server;

/// <summary>How the protocol server listens and what it allows. Validated by <see cref="Validate"/> when the server starts.</summary>
public sealed record WireServerOptions
{
    /// <summary>Where to listen; port 0 picks a free one.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [new IPEndPoint(IPAddress.Loopback, 5432)];

    /// <summary>A PEM file with the server's certificate and its chain. TLS is offered when this and <see cref="KeyPath"/> are given.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>A PEM file with the certificate's private key.</summary>
    public string? KeyPath { get; init; }

    /// <summary>Refuses logins (28000) on connections that are not encrypted; needs a certificate.</summary>
    public bool RequireTls { get; init; }

    /// <summary>What the salts of users that do not exist come from; the same after a restart, or else it tells them from those that exist. Random when empty.</summary>
    public byte[] MockSecret { get; init; } = [];

    /// <summary>Sessions at a time; the next one gets 53300.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>From the first byte to the end of the login.</summary>
    public TimeSpan AuthenticationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a stopping server lets running statements go on.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a query text, a Bind or a piece of COPY data; longer ones are skipped and answered with 54000. At most 1 GiB.</summary>
    public int MaxMessageLength { get; init; } = 256 * 1024 * 1024;

    /// <summary>Throws <see cref="ArgumentException"/> naming the first option that cannot be.</summary>
    public void Validate()
    {
        if (Listen.Count == 0) throw new ArgumentException($"{nameof(Listen)} names no address");
        if ((CertificatePath is null) != (KeyPath is null)) throw new ArgumentException($"{nameof(CertificatePath)} and {nameof(KeyPath)} go together");
        if (RequireTls && CertificatePath is null) throw new ArgumentException($"{nameof(RequireTls)} needs {nameof(CertificatePath)}");
        if (MaxConnections < 1) throw new ArgumentException($"{nameof(MaxConnections)} must be at least 1");
        if (AuthenticationTimeout <= TimeSpan.Zero) throw new ArgumentException($"{nameof(AuthenticationTimeout)} must be positive");
        if (MaxMessageLength is < 1024 or > 1024 * 1024 * 1024) throw new ArgumentException($"{nameof(MaxMessageLength)} must be between 1 KiB and 1 GiB");
    }
}
