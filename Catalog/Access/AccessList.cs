using FederationGateway.Common;

namespace FederationGateway.Catalog.Access;

/// <summary>What was granted on one thing. Its owner and administrators need no grant and are not listed.</summary>
public sealed record AccessList(long Oid, SecuredKind Kind, long ObjectOid, EquatableArray<Grant> Grants)
{
    public SecuredObject Object => new(Kind, ObjectOid);
}

/// <summary>One privilege for one role.</summary>
/// <param name="Grantee">A role; 0 for PUBLIC.</param>
/// <param name="Grantor">On whose right the grant rests: the owner, or a role with the grant option.</param>
/// <param name="Column">The column's name at its source, which renaming does not touch; null for all columns.</param>
/// <param name="IsGrantable">WITH GRANT OPTION.</param>
public sealed record Grant(long Grantee, long Grantor, Privilege Privilege, string? Column = null, bool IsGrantable = false)
{
    public const long Public = 0;
}
