using FederationGateway.Catalog;

namespace FederationGateway.Federation;

/// <summary>Hands out a source's decrypted credential at the moment a connection pool is made.</summary>
public interface ISourceCredentials
{
    /// <summary>Its keys and values (<c>user</c>, <c>password</c>); empty when the source has none.</summary>
    IReadOnlyDictionary<string, string> CredentialOf(RemoteSourceEntry source);
}
