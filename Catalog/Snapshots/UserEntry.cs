namespace FederationGateway.Catalog;

/// <summary>An account. The password itself is kept nowhere: only what SCRAM-SHA-256 (RFC 5802, RFC 7677) needs to check one.</summary>
public sealed record UserEntry(long Oid, string Name, bool IsAdministrator, ScramVerifier Password)
{
    public override string ToString() => Name;
}

/// <summary>The stored form of a password; the byte strings are in base64.</summary>
public sealed record ScramVerifier(string Salt, int Iterations, string StoredKey, string ServerKey)
{
    public override string ToString() => "***";
}
