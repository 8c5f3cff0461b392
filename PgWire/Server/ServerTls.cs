using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace FederationGateway.PgWire.Server;

/// <summary>The server's certificate, loaded once, and the TLS handshake.</summary>
internal sealed class ServerTls : IDisposable
{
    private static readonly SslApplicationProtocol PostgreSql = new("postgresql");
    private readonly X509Certificate2 _certificate;
    private readonly SslStreamCertificateContext _context;

    private ServerTls(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        _certificate = certificate;
        _context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        EndPointBinding = Auth.EndPointBinding.Of(certificate);
    }

    /// <summary>What a login over this server's connections can be bound to.</summary>
    public byte[]? EndPointBinding { get; }

    /// <summary>Loads the files the options name, or returns <c>null</c> when they name none.</summary>
    public static ServerTls? Load(WireServerOptions options)
    {
        if (options.CertificatePath is null) return null;
        using var withKey = X509Certificate2.CreateFromPemFile(options.CertificatePath, options.KeyPath);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(options.CertificatePath);
        // Some platforms cannot use an ephemeral key for TLS; a PKCS#12 round trip makes it one that all can.
        return new ServerTls(X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null), chain);
    }

    /// <summary>Does the handshake. Clients that start with TLS at once must name the protocol by ALPN; others may.</summary>
    public async Task<SslStream> AuthenticateAsync(Stream stream, bool isDirect, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificateContext = _context, ApplicationProtocols = [PostgreSql] }, cancellationToken);
            if (isDirect && secure.NegotiatedApplicationProtocol != PostgreSql) throw new IOException("TLS without an SSLRequest needs ALPN \"postgresql\"");
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    public void Dispose() => _certificate.Dispose();
}
