namespace FederationGateway.Catalog;

/// <summary>A credential at a source, encrypted; only <see cref="Store.CredentialVault"/> can read it.</summary>
public sealed record CredentialEntry(long Oid, long SourceOid, string Type, string Ciphertext)
{
    /// <summary>The role it belongs to; 0 for that of the source itself, which serves all who have none of their own.</summary>
    public long User { get; init; }

    public override string ToString() => "***";
}
