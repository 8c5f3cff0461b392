using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>
/// Which server certificates each sslmode accepts: <c>prefer</c> and <c>require</c> any one (but <c>require</c> with a root certificate as verify-ca does, as in
/// libpq), <c>verify-ca</c> one signed by a trusted authority, <c>verify-full</c> also only for the host's name.
/// </summary>
internal static class CertificateTrust
{
    public static SslClientAuthenticationOptions OptionsFor(PostgreSqlOptions options) => new()
    {
        TargetHost = options.Host,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => Accepts(options, certificate, errors),
    };

    public static bool Accepts(PostgreSqlOptions options, X509Certificate? certificate, SslPolicyErrors errors)
    {
        var verifies = options.Tls is TlsMode.VerifyCa or TlsMode.VerifyFull || (options.Tls == TlsMode.Require && options.RootCertificatePath is not null);
        if (!verifies) return true;
        if (certificate is null) return false;
        if (options.Tls == TlsMode.VerifyFull && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return false;
        return options.RootCertificatePath is null
            ? !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            : IsSignedBy(options.RootCertificatePath, certificate);
    }

    private static bool IsSignedBy(string rootPath, X509Certificate certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(rootPath);
        using var copy = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(copy);
    }
}
