namespace FederationGateway.Catalog;

/// <summary>A source's credential, encrypted; only <see cref="Store.CredentialVault"/> can read it.</summary>
public sealed record CredentialEntry(long Oid, long SourceOid, string Type, string Ciphertext)
{
    public override string ToString() => "***";
}
