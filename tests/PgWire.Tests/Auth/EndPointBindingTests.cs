using System.Security.Cryptography;
using FederationGateway.PgWire.Auth;
using FederationGateway.PgWire.Tests.Wire;

namespace FederationGateway.PgWire.Tests.Auth;

public sealed class EndPointBindingTests
{
    [Theory]
    [InlineData("rsa-256")]
    [InlineData("rsa-384")]
    [InlineData("rsa-512")]
    [InlineData("ecdsa-256")]
    [InlineData("ecdsa-384")]
    [InlineData("pss-256")]
    [InlineData("pss-512")]
    public void Hashes_the_certificate_by_the_hash_of_its_signature(string kind)
    {
        using var certificate = ServerCertificates.Create(kind);

        EndPointBinding.Of(certificate).ShouldBe(CryptographicOperations.HashData(ServerCertificates.Hash(kind), certificate.RawData));
    }
}
