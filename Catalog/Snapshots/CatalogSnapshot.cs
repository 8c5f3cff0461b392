using System.Collections.Immutable;
using FederationGateway.Catalog.Access;

namespace FederationGateway.Catalog;

/// <summary>
/// Everything that exists, at one moment: immutable, so that a statement plans against one state while others change it. Each DDL statement makes the next one.
/// </summary>
public sealed record CatalogSnapshot
{
    public static CatalogSnapshot Empty { get; } = new();

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }

    public NameTable<SchemaEntry> Schemas { get; init; } = NameTable<SchemaEntry>.Empty;

    /// <summary>Relations by the exact name of their schema.</summary>
    public ImmutableDictionary<string, NameTable<RelationEntry>> Relations { get; init; } =
        ImmutableDictionary.Create<string, NameTable<RelationEntry>>(StringComparer.Ordinal);

    public ImmutableDictionary<long, RelationEntry> RelationsByOid { get; init; } = ImmutableDictionary<long, RelationEntry>.Empty;

    /// <summary>Copies of what virtual tables point to: among the relations by OID, but under no name.</summary>
    public ImmutableDictionary<long, LocalTableEntry> Replicas { get; init; } = ImmutableDictionary<long, LocalTableEntry>.Empty;

    /// <summary>Remote subscriptions by the exact name of their schema.</summary>
    public ImmutableDictionary<string, NameTable<SubscriptionEntry>> Subscriptions { get; init; } = ImmutableDictionary.Create<string, NameTable<SubscriptionEntry>>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<long, SubscriptionEntry> SubscriptionsByOid { get; init; } = ImmutableSortedDictionary<long, SubscriptionEntry>.Empty;

    /// <summary>Replication tasks, oldest first.</summary>
    public ImmutableSortedDictionary<long, TaskEntry> Tasks { get; init; } = ImmutableSortedDictionary<long, TaskEntry>.Empty;

    /// <summary>Procedures, oldest first.</summary>
    public ImmutableSortedDictionary<long, ProcedureEntry> Procedures { get; init; } = ImmutableSortedDictionary<long, ProcedureEntry>.Empty;

    public NameTable<RemoteSourceEntry> Sources { get; init; } = NameTable<RemoteSourceEntry>.Empty;

    /// <summary>Imported definitions behind three-part names (<c>"source"."schema"."table"</c>), kept until the source is altered or dropped.</summary>
    public ImmutableDictionary<LinkedTableName, VirtualTableEntry> LinkedTables { get; init; } = ImmutableDictionary<LinkedTableName, VirtualTableEntry>.Empty;

    public NameTable<RoleEntry> Roles { get; init; } = NameTable<RoleEntry>.Empty;

    public ImmutableDictionary<long, RoleEntry> RolesByOid { get; init; } = ImmutableDictionary<long, RoleEntry>.Empty;

    /// <summary>Who is a member of which role.</summary>
    public ImmutableList<MembershipEntry> Memberships { get; init; } = [];

    /// <summary>What was granted on what.</summary>
    public ImmutableDictionary<SecuredObject, AccessList> AccessLists { get; init; } = ImmutableDictionary<SecuredObject, AccessList>.Empty;

    /// <summary>The dictionaries of sources' objects, by the source's exact name.</summary>
    public ImmutableDictionary<string, RemoteObjectsEntry> RemoteObjects { get; init; } = ImmutableDictionary.Create<string, RemoteObjectsEntry>(StringComparer.Ordinal);

    /// <summary>Encrypted credentials of sources themselves, by the OID of their source: for all users who have none of their own.</summary>
    public ImmutableDictionary<long, CredentialEntry> Credentials { get; init; } = ImmutableDictionary<long, CredentialEntry>.Empty;

    /// <summary>Encrypted credentials that users have at sources.</summary>
    public ImmutableDictionary<(long Source, long User), CredentialEntry> UserCredentials { get; init; } = ImmutableDictionary<(long Source, long User), CredentialEntry>.Empty;

    /// <summary>What the sources were found not to do as they declare. The latest state for everybody, also inside a transaction that changes the catalog once it has ended.</summary>
    public VerificationState Verification { get; init; } = VerificationState.Empty;

    public SchemaEntry? FindSchema(string name) => Schemas.Find(name);

    public RelationEntry? FindRelation(string schema, string name) =>
        FindSchema(schema) is { } found && Relations.TryGetValue(found.Name, out var relations) ? relations.Find(name) : null;

    /// <summary>The first relation of that name along a search path of schema names.</summary>
    public RelationEntry? FindRelation(IEnumerable<string> searchPath, string name) =>
        searchPath.Select(schema => FindRelation(schema, name)).FirstOrDefault(found => found is not null);

    public SubscriptionEntry? FindSubscription(string schema, string name) =>
        FindSchema(schema) is { } found && Subscriptions.TryGetValue(found.Name, out var subscriptions) ? subscriptions.Find(name) : null;

    /// <summary>A replication task by its name as <see cref="NameTable{T}"/> finds names.</summary>
    public TaskEntry? FindTask(string schema, string name) =>
        FindSchema(schema) is { } found ? Tasks.Values.Where(task => task.Schema == found.Name).Aggregate(NameTable<TaskEntry>.Empty, (names, task) => names.With(task.Name, task)).Find(name) : null;

    /// <summary>A procedure by its name as <see cref="NameTable{T}"/> finds names.</summary>
    public ProcedureEntry? FindProcedure(string schema, string name) =>
        FindSchema(schema) is { } found ? Procedures.Values.Where(procedure => procedure.Schema == found.Name).Aggregate(NameTable<ProcedureEntry>.Empty, (names, procedure) => names.With(procedure.Name, procedure)).Find(name) : null;

    /// <summary>What a user logs in with at a source: their own credential, else the source's; null when there is neither.</summary>
    public CredentialEntry? CredentialOf(long source, long user) => UserCredentials.GetValueOrDefault((source, user)) ?? Credentials.GetValueOrDefault(source);

    public RemoteSourceEntry? FindSource(string name) => Sources.Find(name);

    public CatalogSnapshot With(SchemaEntry schema) => this with
    {
        Schemas = Schemas.With(schema.Name, schema),
        Relations = Relations.ContainsKey(schema.Name) ? Relations : Relations.Add(schema.Name, NameTable<RelationEntry>.Empty),
    };

    public CatalogSnapshot Without(SchemaEntry schema) => this with
    {
        Schemas = Schemas.Without(schema.Name),
        RelationsByOid = RelationsByOid.RemoveRange(Relations[schema.Name].Values.Select(relation => relation.Oid)),
        Relations = Relations.Remove(schema.Name),
        Subscriptions = Subscriptions.Remove(schema.Name),
    };

    public CatalogSnapshot With(RelationEntry relation)
    {
        var byOid = this with { RelationsByOid = RelationsByOid.SetItem(relation.Oid, relation) };
        return relation is LocalTableEntry { Replica: not null } replica
            ? byOid with { Replicas = Replicas.SetItem(replica.Oid, replica) }
            : byOid with { Relations = Relations.SetItem(relation.Schema, Relations[relation.Schema].With(relation.Name, relation)) };
    }

    public CatalogSnapshot Without(RelationEntry relation)
    {
        var byOid = this with { RelationsByOid = RelationsByOid.Remove(relation.Oid) };
        return relation is LocalTableEntry { Replica: not null }
            ? byOid with { Replicas = Replicas.Remove(relation.Oid) }
            : byOid with { Relations = Relations.SetItem(relation.Schema, Relations[relation.Schema].Without(relation.Name)) };
    }

    public CatalogSnapshot With(SubscriptionEntry subscription) => this with
    {
        Subscriptions = Subscriptions.SetItem(subscription.Schema, SubscriptionsIn(subscription.Schema).With(subscription.Name, subscription)),
        SubscriptionsByOid = SubscriptionsByOid.SetItem(subscription.Oid, subscription),
    };

    public CatalogSnapshot Without(SubscriptionEntry subscription) => this with
    {
        Subscriptions = Subscriptions.SetItem(subscription.Schema, SubscriptionsIn(subscription.Schema).Without(subscription.Name)),
        SubscriptionsByOid = SubscriptionsByOid.Remove(subscription.Oid),
    };

    public CatalogSnapshot With(TaskEntry task) => this with { Tasks = Tasks.SetItem(task.Oid, task) };

    public CatalogSnapshot Without(TaskEntry task) => this with { Tasks = Tasks.Remove(task.Oid) };

    public CatalogSnapshot With(ProcedureEntry procedure) => this with { Procedures = Procedures.SetItem(procedure.Oid, procedure) };

    public CatalogSnapshot Without(ProcedureEntry procedure) => this with { Procedures = Procedures.Remove(procedure.Oid) };

    public CatalogSnapshot With(RemoteSourceEntry source) => this with { Sources = Sources.With(source.Name, source) };

    public CatalogSnapshot Without(RemoteSourceEntry source) => this with { Sources = Sources.Without(source.Name) };

    public CatalogSnapshot With(RoleEntry role) => this with { Roles = Roles.With(role.Name, role), RolesByOid = RolesByOid.SetItem(role.Oid, role) };

    public CatalogSnapshot Without(RoleEntry role) => this with { Roles = Roles.Without(role.Name), RolesByOid = RolesByOid.Remove(role.Oid) };

    public CatalogSnapshot With(MembershipEntry membership) => this with { Memberships = Memberships.Add(membership) };

    public CatalogSnapshot Without(MembershipEntry membership) => this with { Memberships = Memberships.Remove(membership) };

    public CatalogSnapshot With(AccessList list) => this with { AccessLists = AccessLists.SetItem(list.Object, list) };

    public CatalogSnapshot Without(AccessList list) => this with { AccessLists = AccessLists.Remove(list.Object) };

    private NameTable<SubscriptionEntry> SubscriptionsIn(string schema) => Subscriptions.GetValueOrDefault(schema) ?? NameTable<SubscriptionEntry>.Empty;
}

/// <summary>A three-part name, spelled as in the statement.</summary>
public sealed record LinkedTableName(string Source, string Schema, string Table);

/// <summary>
/// Thrown while binding a three-part name that has not been imported yet: binding does no I/O, so the session imports the definition and binds again.
/// </summary>
public sealed class LinkedTableNeededException(LinkedTableName name) : Exception($"the definition of {name} is needed")
{
    public LinkedTableName Name { get; } = name;

    /// <summary>The owner of the view that holds the name; null when the statement does.</summary>
    public string? OnBehalfOf { get; init; }
}
