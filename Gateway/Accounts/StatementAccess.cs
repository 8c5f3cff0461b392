using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Accounts;

/// <summary>
/// Whether a bound statement may run: asked each time it runs, of the catalog as it is then, so that neither a kept plan nor a statement prepared long ago outlives a
/// REVOKE.
/// </summary>
internal static class StatementAccess
{
    /// <summary>42501 for the first thing that is not allowed.</summary>
    public static void Require(SessionState session, BoundStatement statement)
    {
        foreach (var access in statement.Accesses) Require(session, access);
    }

    /// <summary>42501 for the first thing that is not allowed of what goes on without a statement of the user's own.</summary>
    /// <param name="owner">Whose rights count; null for the user's.</param>
    public static void Require(SessionState session, IEnumerable<TableAccess> accesses, string? owner)
    {
        foreach (var access in accesses) Require(session, owner is null ? access : access with { OnBehalfOf = owner, IsNamed = false });
    }

    /// <summary>What looking names up takes: for who makes a view, which reads with its owner's rights when it is read.</summary>
    public static void RequireNames(SessionState session, IEnumerable<TableAccess> accesses)
    {
        foreach (var access in accesses)
            if (access.Source is not null) RequireSource(session, access);
            else if (access.IsNamed && session.Snapshot.RelationsByOid.GetValueOrDefault(access.TableOid) is { } relation) RequireSchema(session, relation);
    }

    /// <summary>For rows that come without a plan: COPY … FROM.</summary>
    public static void RequireInsert(SessionState session, RelationEntry table, IReadOnlyList<int> ordinals)
    {
        Require(session, new TableAccess(table.Oid, TableAction.Insert, ordinals.ToEquatableArray()) { IsNamed = true });
        if (RowRules.Of(session.Snapshot, table, session.Rights, TableAction.Insert) is not null)
            throw new GatewayException(SqlState.FeatureNotSupported, "COPY FROM not supported with row-level security") { Hint = "Use INSERT statements instead." };
    }

    /// <summary>The rights of the user, or of a view's owner.</summary>
    public static RoleRights RightsOf(SessionState session, string? viewOwner) => viewOwner is null ? session.Rights : RoleRights.Of(session.Snapshot, viewOwner);

    private static void Require(SessionState session, TableAccess access)
    {
        if (access.Source is not null)
        {
            RequireSource(session, access);
            return;
        }

        var relation = session.Snapshot.RelationsByOid.GetValueOrDefault(access.TableOid)
            ?? throw new GatewayException(SqlState.UndefinedTable, "a relation of the statement does not exist any more");
        if (access.IsNamed) RequireSchema(session, relation);
        var rights = RightsOf(session, access.OnBehalfOf);
        var privilege = access.Action switch
        {
            TableAction.Insert => Privilege.Insert,
            TableAction.Update => Privilege.Update,
            TableAction.Delete => Privilege.Delete,
            _ => Privilege.Select,
        };
        if (rights.Has(relation, privilege)) return;
        var isAllowed = PrivilegeNames.HasColumns(privilege)
            && (access.Columns.IsEmpty ? rights.HasAnyColumn(relation, privilege) : access.Columns.All(ordinal => ordinal < relation.Columns.Count && rights.HasColumn(relation, relation.Columns[ordinal].RemoteName, privilege)));
        if (!isAllowed) throw Guard.Denied(relation);
    }

    private static void RequireSchema(SessionState session, RelationEntry relation)
    {
        if (session.Snapshot.Schemas.FindExact(relation.Schema) is { } schema) session.Rights.Require(schema, Privilege.Usage);
    }

    private static void RequireSource(SessionState session, TableAccess access)
    {
        var source = session.Snapshot.Sources.FindExact(access.Source!) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{access.Source}\" does not exist");
        RightsOf(session, access.OnBehalfOf).Require(source, Privilege.LinkedDatabase);
    }
}
