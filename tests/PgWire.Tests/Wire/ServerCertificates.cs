using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FederationGateway.PgWire.Tests.Wire;

/// <summary>Self-signed certificates of several kinds for localhost, and servers that show them.</summary>
internal static class ServerCertificates
{
    public static X509Certificate2 Create(string kind)
    {
        if (kind.StartsWith("ecdsa", StringComparison.Ordinal))
        {
            using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return Sign(new CertificateRequest("CN=localhost", ecdsa, Hash(kind)));
        }

        using var rsa = RSA.Create(2048);
        return Sign(new CertificateRequest("CN=localhost", rsa, Hash(kind), kind.StartsWith("pss", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1));
    }

    /// <summary>PEM files of such a certificate and its key, in a folder of their own.</summary>
    public static (string Certificate, string Key) Write(string kind)
    {
        using var certificate = Create(kind);
        using AsymmetricAlgorithm key = certificate.GetECDsaPrivateKey() ?? (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? throw new InvalidOperationException();
        var folder = Directory.CreateTempSubdirectory("fedgw-tls-").FullName;
        var (certificatePath, keyPath) = (Path.Combine(folder, "server.crt"), Path.Combine(folder, "server.key"));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }

    public static HashAlgorithmName Hash(string kind) => kind[^3..] switch
    {
        "384" => HashAlgorithmName.SHA384,
        "512" => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    private static X509Certificate2 Sign(CertificateRequest request) => request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
}
