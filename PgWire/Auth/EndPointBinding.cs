using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FederationGateway.PgWire.Auth;

/// <summary>
/// The channel binding <c>tls-server-end-point</c> (RFC 5929, section 4): the hash of the server's certificate, by which a login is bound to the TLS connection it is made
/// over. Somebody in between who shows a certificate of their own cannot pass the client's proof on.
/// </summary>
public static class EndPointBinding
{
    private const string RsaPss = "1.2.840.113549.1.1.10";

    /// <summary>The binding's data, or <c>null</c> when the RFC defines none for how the certificate is signed (no hash of its own, as with Ed25519).</summary>
    public static byte[]? Of(X509Certificate2 certificate) => HashOf(certificate) is { } hash ? CryptographicOperations.HashData(hash, certificate.RawDataMemory.Span) : null;

    // The hash of the certificate's signature; SHA-256 in place of those that are too weak.
    private static HashAlgorithmName? HashOf(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" => HashAlgorithmName.SHA256,        // MD5, SHA-1
        "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" or "2.16.840.1.101.3.4.3.2" => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
        RsaPss => HashOfPss(certificate.RawDataMemory),
        _ => null,
    };

    // RFC 4055: RSASSA-PSS names its hash in its parameters, SHA-1 when it names none.
    private static HashAlgorithmName? HashOfPss(ReadOnlyMemory<byte> certificate)
    {
        var reader = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
        reader.ReadEncodedValue();                              // what is signed
        var algorithm = reader.ReadSequence();
        algorithm.ReadObjectIdentifier();
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var parameters = algorithm.ReadSequence();
        if (!parameters.HasData || !parameters.PeekTag().HasSameClassAndValue(tag)) return HashAlgorithmName.SHA256;
        return parameters.ReadSequence(tag).ReadSequence().ReadObjectIdentifier() switch
        {
            "1.3.14.3.2.26" or "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
            "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
            "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
            _ => null,
        };
    }
}
