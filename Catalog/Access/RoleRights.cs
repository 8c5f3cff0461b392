using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Access;

/// <summary>What one role may do in one state of the catalog: what it owns, what was granted to it, to PUBLIC, and to the roles it is a member of. Immutable and shared.</summary>
public sealed class RoleRights
{
    private static readonly ConditionalWeakTable<CatalogSnapshot, ConcurrentDictionary<long, RoleRights>> Known = [];

    private readonly CatalogSnapshot _snapshot;
    private readonly ImmutableHashSet<long> _roles;
    private readonly ImmutableHashSet<string> _names;
    private readonly (long Source, ImmutableHashSet<long> Roles)[] _limited;

    private RoleRights(CatalogSnapshot snapshot, long oid)
    {
        _snapshot = snapshot;
        Oid = oid;
        IsAdministrator = snapshot.RolesByOid.GetValueOrDefault(oid) is { IsAdministrator: true };
        _roles = RoleMembers.RolesOf(snapshot, oid, inheritedOnly: true);
        _names = [.. _roles.Select(role => snapshot.RolesByOid.GetValueOrDefault(role)?.Name).OfType<string>()];
        _limited = [.. snapshot.Memberships.Where(membership => membership.Source != 0 && _roles.Contains(membership.Member))
            .Select(membership => (membership.Source, RoleMembers.RolesOf(snapshot, membership.Role, inheritedOnly: true)))];
    }

    /// <summary>The role's.</summary>
    public long Oid { get; }

    public bool IsAdministrator { get; }

    /// <summary>The role itself and those whose privileges it has.</summary>
    public IReadOnlyCollection<long> Roles => _roles;

    public static RoleRights Of(CatalogSnapshot snapshot, long oid) => Known.GetOrCreateValue(snapshot).GetOrAdd(oid, static (role, state) => new RoleRights(state, role), snapshot);

    /// <summary>A role that is gone may do nothing but what PUBLIC may.</summary>
    public static RoleRights Of(CatalogSnapshot snapshot, string name) => Of(snapshot, snapshot.Roles.FindExact(name)?.Oid ?? -1);

    /// <summary>Whether it has the privileges of a role: its own, or of one it is a member of.</summary>
    public bool HasPrivilegesOf(long role) => IsAdministrator || _roles.Contains(role);

    /// <summary>As <see cref="HasPrivilegesOf"/>, by the role's name, which need not exist any more.</summary>
    public bool Owns(string owner) => IsAdministrator || _names.Contains(owner);

    public bool Has(Privilege systemPrivilege) => IsAdministrator || IsGranted(SecuredObject.System, systemPrivilege);

    public bool Has(SchemaEntry schema, Privilege privilege) =>
        (schema.IsSystem && privilege == Privilege.Usage) || Owns(schema.Owner) || IsGranted(SecuredObject.Of(schema), privilege);

    /// <summary>Whether it may use a source. A source's own grants, those for all sources, and those of roles it has for this source alone count.</summary>
    public bool Has(RemoteSourceEntry source, Privilege privilege) =>
        Owns(source.Owner) || IsGranted(SecuredObject.Of(source), privilege) || IsGranted(SecuredObject.AllSources, privilege)
        || Array.Exists(_limited, entry => entry.Source == source.Oid && (IsGrantedTo(entry.Roles, SecuredObject.Of(source), privilege) || IsGrantedTo(entry.Roles, SecuredObject.AllSources, privilege)));

    /// <summary>Whether it has the privilege on the whole relation. System relations are everybody's to read and nobody's to write.</summary>
    public bool Has(RelationEntry relation, Privilege privilege) =>
        relation is SystemViewEntry ? privilege == Privilege.Select : Owns(relation.Owner) || IsGranted(SecuredObject.Of(relation), privilege);

    /// <summary>Whether it has the privilege on a column, by itself or with all others.</summary>
    public bool HasColumn(RelationEntry relation, string remoteName, Privilege privilege) =>
        Has(relation, privilege) || GrantsOn(SecuredObject.Of(relation)).Any(grant => grant.Privilege == privilege && grant.Column == remoteName && IsFor(_roles, grant));

    /// <summary>Whether it has the privilege on the relation or on one of its columns.</summary>
    public bool HasAnyColumn(RelationEntry relation, Privilege privilege) =>
        Has(relation, privilege) || GrantsOn(SecuredObject.Of(relation)).Any(grant => grant.Privilege == privilege && IsFor(_roles, grant));

    /// <summary>Whether it may know what a relation is made of: it owns it, or may do something with it.</summary>
    public bool Sees(RelationEntry relation) =>
        relation is SystemViewEntry || SeesAll || Owns(relation.Owner) || GrantsOn(SecuredObject.Of(relation)).Any(grant => IsFor(_roles, grant));

    /// <summary>Whether it may know a source's configuration.</summary>
    public bool Sees(RemoteSourceEntry source) =>
        SeesAll || Owns(source.Owner) || GrantsOn(SecuredObject.Of(source)).Any(grant => IsFor(_roles, grant)) || GrantsOn(SecuredObject.AllSources).Any(grant => IsFor(_roles, grant))
        || Array.Exists(_limited, entry => entry.Source == source.Oid);

    /// <summary>Whether it may know of a subscription: it owns it, or it processes the exceptions of its source.</summary>
    public bool Sees(SubscriptionEntry subscription) =>
        SeesAll || Owns(subscription.Owner)
        || (_snapshot.Sources.Values.FirstOrDefault(source => source.Oid == subscription.Source) is { } source && Has(source, Privilege.ProcessRemoteSubscriptionException));

    /// <summary>Whether it may know of a task: it may start it, or it watches it.</summary>
    public bool Sees(TaskEntry task) => Has(task, Privilege.Execute) || Watches(task);

    /// <summary>Whether it may know what others start a task with, and what comes of it: it owns it, or it processes the exceptions of its source.</summary>
    public bool Watches(TaskEntry task) =>
        SeesAll || Owns(task.Owner) || (_snapshot.Sources.Values.FirstOrDefault(source => source.Oid == task.Source) is { } source && Has(source, Privilege.ProcessRemoteSubscriptionException));

    public bool Has(TaskEntry task, Privilege privilege) => Owns(task.Owner) || IsGranted(SecuredObject.Of(task), privilege);

    /// <summary>Whether it may call a procedure.</summary>
    public bool Has(ProcedureEntry procedure, Privilege privilege) => Owns(procedure.Owner) || IsGranted(SecuredObject.Of(procedure), privilege);

    public bool Sees(ProcedureEntry procedure) => SeesAll || Has(procedure, Privilege.Execute);

    /// <summary>Whether it sees everything in the dictionary.</summary>
    public bool SeesAll => Has(Privilege.CatalogRead);

    /// <summary>The roles it has the grant option for a privilege from; the owner's grant option is the owner's.</summary>
    public IEnumerable<long> GrantorsFor(SecuredObject secured, Privilege privilege, string? column) =>
        GrantsOn(secured).Where(grant => grant.IsGrantable && grant.Privilege == privilege && (grant.Column is null || grant.Column == column) && _roles.Contains(grant.Grantee)).Select(grant => grant.Grantee);

    private bool IsGranted(SecuredObject secured, Privilege privilege) => IsGrantedTo(_roles, secured, privilege);

    private bool IsGrantedTo(ImmutableHashSet<long> roles, SecuredObject secured, Privilege privilege)
    {
        foreach (var grant in GrantsOn(secured))
            if (grant.Privilege == privilege && grant.Column is null && IsFor(roles, grant)) return true;
        return false;
    }

    private EquatableArray<Grant> GrantsOn(SecuredObject secured) => _snapshot.AccessLists.TryGetValue(secured, out var list) ? list.Grants : [];

    private static bool IsFor(ImmutableHashSet<long> roles, Grant grant) => grant.Grantee == Grant.Public || roles.Contains(grant.Grantee);
}
