using FederationGateway.Catalog;

namespace FederationGateway.Federation;

/// <summary>What live sources are made from, and held against.</summary>
public interface ISourceCatalog
{
    /// <summary>The definitions everybody sees.</summary>
    CatalogSnapshot Committed { get; }

    /// <summary>A credential's keys and values (<c>user</c>, <c>password</c>), at the moment a connection pool is made.</summary>
    IReadOnlyDictionary<string, string> Decrypt(CredentialEntry credential);
}
