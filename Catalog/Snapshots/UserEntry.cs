namespace FederationGateway.Catalog;

/// <summary>An account. Of the password only what SCRAM-SHA-256 needs to check one is kept, in PostgreSQL's text form (RFC 5803).</summary>
public sealed record UserEntry(long Oid, string Name, bool IsAdministrator, string PasswordVerifier)
{
    public override string ToString() => Name;
}
