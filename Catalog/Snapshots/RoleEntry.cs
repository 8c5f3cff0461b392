using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>A role: an account when it can log in, a group of privileges when others are members of it, or both.</summary>
public sealed record RoleEntry(long Oid, string Name)
{
    /// <summary>May do everything.</summary>
    public bool IsAdministrator { get; init; }

    public bool CanLogIn { get; init; }

    /// <summary>May make roles, and change those it has the admin option on.</summary>
    public bool CanCreateRoles { get; init; }

    public bool CanCreateDatabases { get; init; }

    public bool CanReplicate { get; init; }

    public bool BypassesRowSecurity { get; init; }

    /// <summary>True when it has the privileges of the roles it is a member of only after SET ROLE.</summary>
    public bool HasNoInheritance { get; init; }

    /// <summary>The most sessions at once; null for any number.</summary>
    public int? ConnectionLimit { get; init; }

    /// <summary>When its password ends to be good, in microseconds since 1970-01-01 UTC; <see cref="long.MaxValue"/> is <c>infinity</c>, null was never said.</summary>
    public long? ValidUntil { get; init; }

    /// <summary>What SCRAM-SHA-256 needs to check a password, in PostgreSQL's text form (RFC 5803); null for a role without one.</summary>
    public string? PasswordVerifier { get; init; }

    /// <summary>What its sessions' settings start with, by name.</summary>
    public EquatableArray<KeyValuePair<string, string>> Settings { get; init; }

    public override string ToString() => Name;
}
