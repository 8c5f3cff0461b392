using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Accounts;

/// <summary>GRANT and REVOKE of privileges on relations, schemas, remote sources and the system.</summary>
internal static class PrivilegeGrants
{
    public static void Grant(StatementRun run, CatalogTransaction catalog, GrantStatement grant)
    {
        var session = run.Session;
        var grantees = grant.Grantees.Select(grantee => RoleNames.Grantee(session, catalog.Snapshot, grantee)).Distinct().ToList();
        var withOption = grant.Option != GrantOption.None;
        foreach (var target in GrantTargets.Of(run, catalog.Snapshot, grant.Target))
        {
            var allowed = Allowed(run, catalog.Snapshot, target, grant.Items, "granted");

            // An owner who grants to themselves has everything anyway.
            foreach (var (privilege, grantor) in allowed) Grants.Add(catalog, target.Object, grantor, grantees.Where(grantee => grantee != grantor || grantee == Catalog.Access.Grant.Public), privilege, withOption);
        }
    }

    public static void Revoke(StatementRun run, CatalogTransaction catalog, RevokeStatement revoke)
    {
        var session = run.Session;
        var grantees = revoke.Grantees.Select(grantee => RoleNames.Grantee(session, catalog.Snapshot, grantee)).Distinct().ToList();
        foreach (var target in GrantTargets.Of(run, catalog.Snapshot, revoke.Target))
        {
            if (target.IsDatabase && revoke.Items.Any(item => item.Words is "CONNECT" or "TEMPORARY" or "TEMP")) throw GatewayException.Unsupported("taking CONNECT and TEMPORARY from roles", revoke.Span);
            var allowed = Allowed(run, catalog.Snapshot, target, revoke.Items, "revoked");
            foreach (var (privilege, grantor) in allowed)
                Grants.Remove(catalog, target.Object, grantor, grantees, privilege, revoke.OptionOnly != GrantOption.None, revoke.Behavior == DropBehavior.Cascade);
        }
    }

    /// <summary>The privileges of the list with the role on whose right each is granted. What the user may not grant is left out with a warning; 42501 when it is everything and nothing is the user's.</summary>
    private static List<(GrantedPrivilege Privilege, long Grantor)> Allowed(StatementRun run, CatalogSnapshot snapshot, GrantedThing target, EquatableArray<GrantedItem> items, string verb)
    {
        var rights = run.Session.Rights;
        var wanted = items.SelectMany(item => PrivilegesOf(target, item)).Distinct().ToList();
        List<(GrantedPrivilege, long)> allowed = [];
        foreach (var privilege in wanted)
            if (GrantorRoles.Find(snapshot, rights, target.Object, target.Owner, privilege) is { } grantor) allowed.Add((privilege, grantor));
        if (allowed.Count == 0 && wanted.Count > 0)
        {
            if (!target.HasAny(rights)) throw Guard.Denied(target.What, target.Name);
            run.Session.Warning(verb == "granted" ? $"no privileges were granted for \"{target.Name}\"" : $"no privileges could be revoked for \"{target.Name}\"", verb == "granted" ? "01007" : "01006");
        }
        else if (allowed.Count < wanted.Count && !items.Any(item => item.Words is "ALL" or "ALL PRIVILEGES"))
            run.Session.Warning(verb == "granted" ? $"not all privileges were granted for \"{target.Name}\"" : $"not all privileges could be revoked for \"{target.Name}\"", verb == "granted" ? "01007" : "01006");
        return allowed;
    }

    private static IEnumerable<GrantedPrivilege> PrivilegesOf(GrantedThing target, GrantedItem item)
    {
        // Everybody has these; scripts grant them all the same.
        if (target.IsDatabase && item.Words is "CONNECT" or "TEMPORARY" or "TEMP") return [];
        if (item.Words is "ALL" or "ALL PRIVILEGES")
        {
            return target.AllPrivileges.Where(privilege => item.Columns.IsEmpty || PrivilegeNames.HasColumns(privilege)).SelectMany(privilege => OnColumns(target, item, privilege));
        }

        if (target.IsSequence && PrivilegeNames.OfSequences.FirstOrDefault(privilege => PrivilegeNames.NameOf(privilege) == item.Words, (Privilege)(-1)) is >= 0 and var known) return OnColumns(target, item, known);
        var word = target.IsDatabase && item.Words == "CREATE" ? "CREATE SCHEMA" : item.Words;
        var found = (target.IsSequence ? null : PrivilegeNames.Find(target.Object.Kind, word)) ?? throw (PrivilegeNames.IsKnown(word)
            ? new GatewayException(SqlState.InvalidGrantOperation, $"invalid privilege type {item.Words} for {target.What}") { Position = item.Span.Start }
            : new GatewayException(SqlState.SyntaxError, $"unrecognized privilege type \"{item.Words.ToLowerInvariant()}\"") { Position = item.Span.Start });
        if (!item.Columns.IsEmpty && !PrivilegeNames.HasColumns(found)) throw new GatewayException(SqlState.InvalidGrantOperation, $"invalid privilege type {item.Words} for column") { Position = item.Span.Start };
        return OnColumns(target, item, found);
    }

    private static IEnumerable<GrantedPrivilege> OnColumns(GrantedThing target, GrantedItem item, Privilege privilege)
    {
        if (item.Columns.IsEmpty) return [new GrantedPrivilege(privilege, null)];
        if (target.Relation is not { } relation) throw new GatewayException(SqlState.InvalidGrantOperation, "column privileges are only valid for relations") { Position = item.Span.Start };
        return item.Columns.Select(name => new GrantedPrivilege(privilege, (relation.Columns.FirstOrDefault(column => column.Name == name.Text)
            ?? throw new GatewayException(SqlState.UndefinedColumn, $"column \"{name.Text}\" of relation \"{relation.Name}\" does not exist") { Position = name.Span.Start }).RemoteName));
    }
}
