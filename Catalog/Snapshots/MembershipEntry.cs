namespace FederationGateway.Catalog;

/// <summary>That a role is a member of another one, and has its privileges.</summary>
/// <param name="Role">The role that was granted.</param>
/// <param name="Source">Not 0: the member has no more of it than the role's privileges on this remote source.</param>
public sealed record MembershipEntry(long Oid, long Role, long Member, long Grantor, bool HasAdminOption, long Source = 0);
