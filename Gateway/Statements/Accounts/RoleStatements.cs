using FederationGateway.Binder.Coercion;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Accounts;

/// <summary>
/// CREATE, ALTER and DROP ROLE. An administrator may do all of it. A role with CREATEROLE may make roles, and change and drop those it has the admin option on (which it
/// gets on what it makes), but never give what it does not have itself. Everybody may change their own password and settings.
/// </summary>
internal static class RoleStatements
{
    public static Prepared PrepareCreate(ParsedStatement parsed, CreateRoleStatement create) => new PreparedCommand(parsed, "CREATE ROLE", run => DdlRun.ChangeAsync(run, catalog =>
    {
        var session = run.Session;
        var creator = Creator(session);
        if (!MayCreate(creator)) throw new GatewayException(SqlState.InsufficientPrivilege, "permission denied to create role");
        var role = RoleChanges.Create(catalog, Apply(session, creator, new RoleEntry(catalog.NewOid(), create.Name.Text) { CanLogIn = create.IsUser }, create.Options));
        if (!creator.IsAdministrator) Memberships.Grant(catalog, role, creator, session.Identity.Current, withAdminOption: true);
        foreach (var group in create.Options.MemberOf) RoleGrants.Grant(session, catalog, RoleNames.Find(session, catalog.Snapshot, group), role, withAdminOption: false);
        foreach (var member in create.Options.Members) RoleGrants.Grant(session, catalog, role, RoleNames.Find(session, catalog.Snapshot, member), withAdminOption: false);
        foreach (var member in create.Options.Administrators) RoleGrants.Grant(session, catalog, role, RoleNames.Find(session, catalog.Snapshot, member), withAdminOption: true);
    }));

    public static Prepared PrepareAlter(ParsedStatement parsed, AlterRoleStatement alter) => new PreparedCommand(parsed, "ALTER ROLE", run => DdlRun.ChangeAsync(run, catalog =>
    {
        var session = run.Session;
        var role = RoleNames.Find(session, catalog.Snapshot, alter.Name);
        var isOwnPassword = role.Oid == session.Identity.Current && alter.Options == new RoleOptions { Password = alter.Options.Password };
        if (!isOwnPassword) RequireChange(session, catalog.Snapshot, role);
        if (!alter.Options.MemberOf.IsEmpty || !alter.Options.Administrators.IsEmpty) throw new GatewayException(SqlState.SyntaxError, "ALTER ROLE does not change memberships") { Position = alter.Span.Start, Hint = "Use GRANT and REVOKE." };
        var changed = Apply(session, isOwnPassword ? role : Creator(session), role, alter.Options);
        RoleChanges.Replace(catalog, role, changed);
        foreach (var member in alter.Options.Members) RoleGrants.Grant(session, catalog, changed, RoleNames.Find(session, catalog.Snapshot, member), withAdminOption: false);
    }));

    public static Prepared PrepareRename(ParsedStatement parsed, RenameRoleStatement rename) => new PreparedCommand(parsed, "ALTER ROLE", run => DdlRun.ChangeAsync(run, catalog =>
    {
        var role = RoleNames.Find(run.Session, catalog.Snapshot, rename.Name);
        RequireChange(run.Session, catalog.Snapshot, role);
        if (role.Oid == run.Session.Identity.SessionUser) throw GatewayException.Unsupported("renaming the session user", rename.Span);
        RoleChanges.Rename(catalog, role, rename.NewName.Text);
    }));

    public static Prepared PrepareSetting(ParsedStatement parsed, RoleSettingStatement setting)
    {
        if (setting.Role is not { } name) throw GatewayException.Unsupported("ALTER ROLE ALL", setting.Span);
        if (setting.Database is not null) throw GatewayException.Unsupported("ALTER ROLE ... IN DATABASE", setting.Span);
        return new PreparedCommand(parsed, "ALTER ROLE", run => DdlRun.ChangeAsync(run, catalog =>
        {
            var session = run.Session;
            var role = RoleNames.Find(session, catalog.Snapshot, name);
            var isLimit = setting.Setting is { } which ? RoleSettings.IsLimit(which) : role.Settings.Any(entry => RoleSettings.IsLimit(entry.Key));
            if (isLimit || role.Oid != session.Identity.Current) RequireChange(session, catalog.Snapshot, role);
            if (isLimit && role.Oid == session.Identity.Current) session.Rights.RequireAdministrator("change its own limits");
            RoleChanges.Replace(catalog, role, role with { Settings = Changed(session, role, setting) });
        }));
    }

    public static Prepared PrepareDrop(ParsedStatement parsed, DropRoleStatement drop) => new PreparedCommand(parsed, "DROP ROLE", run => DdlRun.ChangeAsync(run, catalog =>
    {
        var session = run.Session;
        if (!MayCreate(Creator(session))) throw new GatewayException(SqlState.InsufficientPrivilege, "permission denied to drop role");
        foreach (var name in drop.Names)
        {
            if (!name.Quoted && name.Text is "current_user" or "current_role" or "session_user") throw new GatewayException(SqlState.InvalidParameterValue, "cannot use special role specifier in DROP ROLE");
            if (catalog.Snapshot.Roles.FindExact(name.Text) is not { } role)
            {
                if (!drop.IfExists) throw new GatewayException(SqlState.UndefinedObject, $"role \"{name.Text}\" does not exist");
                catalog.Notices.Add($"role \"{name.Text}\" does not exist, skipping");
                continue;
            }

            if (role.Oid == session.Identity.Current) throw new GatewayException(SqlState.ObjectInUse, "current user cannot be dropped");
            if (role.Oid == session.Identity.SessionUser || role.Oid == session.Identity.Authenticated) throw new GatewayException(SqlState.ObjectInUse, "session user cannot be dropped");
            RequireChange(session, catalog.Snapshot, role, "drop");
            if (drop.Behavior == DropBehavior.Cascade) Ownership.Drop(catalog, role, cascade: true);
            RoleChanges.Drop(catalog, role);
        }
    }));

    /// <summary>The role statements run as.</summary>
    public static RoleEntry Creator(SessionState session) => session.Snapshot.RolesByOid[session.Identity.Current];

    private static bool MayCreate(RoleEntry role) => role.IsAdministrator || role.CanCreateRoles;

    private static void RequireChange(SessionState session, CatalogSnapshot snapshot, RoleEntry role, string action = "alter")
    {
        if (session.Rights.IsAdministrator) return;
        if (role.IsAdministrator) throw new GatewayException(SqlState.InsufficientPrivilege, $"must be superuser to {action} superusers");
        if (!MayCreate(Creator(session)) || !RoleMembers.MayGrant(snapshot, session.Identity.Current, role.Oid))
            throw new GatewayException(SqlState.InsufficientPrivilege, $"permission denied to {action} role") { Detail = $"It takes CREATEROLE and the ADMIN option on role \"{role.Name}\"." };
    }

    private static RoleEntry Apply(SessionState session, RoleEntry creator, RoleEntry role, RoleOptions options)
    {
        RefuseMoreThanOwn(creator, options);
        return role with
        {
            IsAdministrator = options.IsAdministrator ?? role.IsAdministrator,
            CanLogIn = options.CanLogIn ?? role.CanLogIn,
            CanCreateRoles = options.CanCreateRoles ?? role.CanCreateRoles,
            CanCreateDatabases = options.CanCreateDatabases ?? role.CanCreateDatabases,
            CanReplicate = options.CanReplicate ?? role.CanReplicate,
            BypassesRowSecurity = options.BypassesRowSecurity ?? role.BypassesRowSecurity,
            HasNoInheritance = options.Inherits is { } inherits ? !inherits : role.HasNoInheritance,
            ConnectionLimit = options.ConnectionLimit is { } limit ? limit < 0 ? null : limit : role.ConnectionLimit,
            ValidUntil = options.ValidUntil is { } until ? Moment(session, until) : role.ValidUntil,
            PasswordVerifier = options.Password is { } password ? RolePasswords.Verifier(password) : role.PasswordVerifier,
        };
    }

    private static void RefuseMoreThanOwn(RoleEntry creator, RoleOptions options)
    {
        if (creator.IsAdministrator) return;
        if (options.IsAdministrator == true) throw new GatewayException(SqlState.InsufficientPrivilege, "must be superuser to create superusers");
        if (options.CanReplicate == true && !creator.CanReplicate) throw new GatewayException(SqlState.InsufficientPrivilege, "only roles with REPLICATION may give it");
        if (options.BypassesRowSecurity == true && !creator.BypassesRowSecurity) throw new GatewayException(SqlState.InsufficientPrivilege, "only roles with BYPASSRLS may give it");
        if (options.CanCreateDatabases == true && !creator.CanCreateDatabases) throw new GatewayException(SqlState.InsufficientPrivilege, "only roles with CREATEDB may give it");
    }

    private static long Moment(SessionState session, string text) =>
        text.Trim().Equals("infinity", StringComparison.OrdinalIgnoreCase) ? long.MaxValue : LiteralParser.Parse(text, SqlType.TimestampTz, new InputSettings(session.TimeZone)) is { Value: long moment } ? moment : long.MaxValue;

    private static EquatableArray<KeyValuePair<string, string>> Changed(SessionState session, RoleEntry role, RoleSettingStatement setting)
    {
        if (setting.Setting is not { } name) return [];
        var known = Gateway.Settings.SettingsTable.Find(name)?.Name ?? name;
        var others = role.Settings.Where(entry => !string.Equals(entry.Key, known, StringComparison.OrdinalIgnoreCase));
        if (setting.Values.IsEmpty) return others.ToEquatableArray();
        var written = SettingStatements.ValueOf(session, known, setting.Values);
        return [.. others, KeyValuePair.Create(known, RoleSettings.Normalize(known, written))];
    }
}
