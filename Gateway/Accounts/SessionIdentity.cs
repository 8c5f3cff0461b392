using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;

namespace FederationGateway.Gateway.Accounts;

/// <summary>
/// Who a session is: the account that logged in, the session's user (SET SESSION AUTHORIZATION) and the role its statements run as (SET ROLE). Kept by number among the
/// settings, so that a rollback returns to what was, a renamed role stays itself and a new role of an old name is somebody else.
/// </summary>
internal sealed class SessionIdentity(SessionState session, long authenticated)
{
    /// <summary>Settings no client can name: the numbers behind <c>session_authorization</c> and <c>role</c>.</summary>
    private const string SessionUserOid = "session user oid";
    private const string RoleOid = "role oid";
    private const string None = "none";

    private long? _definer;

    /// <summary>The account that logged in.</summary>
    public long Authenticated { get; } = authenticated;

    /// <summary>The session's user.</summary>
    public long SessionUser => Number(SessionUserOid) ?? Authenticated;

    /// <summary>The role statements run as.</summary>
    public long Current => _definer ?? Number(RoleOid) ?? SessionUser;

    public RoleRights Rights => RoleRights.Of(session.Snapshot, Current);

    public string SessionUserName => NameOf(SessionUser);

    public string CurrentName => NameOf(Current);

    /// <summary>True for the settings that say who the session is.</summary>
    public static bool IsIdentity(string setting) => setting.Equals(SettingsTable.Role, StringComparison.OrdinalIgnoreCase) || setting.Equals(SettingsTable.SessionAuthorization, StringComparison.OrdinalIgnoreCase);

    /// <summary>Statements run as a role until the result is disposed: those of a procedure as its owner.</summary>
    public IDisposable RunAs(long role)
    {
        var around = new Around(this, _definer);
        _definer = role;
        return around;
    }

    /// <summary>SET ROLE, SET SESSION AUTHORIZATION; null is RESET.</summary>
    public void Set(string setting, string? value, bool isLocal)
    {
        if (setting.Equals(SettingsTable.Role, StringComparison.OrdinalIgnoreCase)) SetRole(value, isLocal);
        else SetSessionUser(value, isLocal);
    }

    private void SetRole(string? name, bool isLocal)
    {
        if (name is null or None)
        {
            Store(isLocal, (RoleOid, null), (SettingsTable.Role, null), IsSuperuser(SessionUser));
            return;
        }

        var role = Find(name);
        if (!RoleMembers.MayBecome(session.Snapshot, SessionUser, role.Oid)) throw new GatewayException(SqlState.InsufficientPrivilege, $"permission denied to set role \"{name}\"");
        Store(isLocal, (RoleOid, Text(role.Oid)), (SettingsTable.Role, role.Name), IsSuperuser(role.Oid));
    }

    private void SetSessionUser(string? name, bool isLocal)
    {
        var role = name is null ? session.Snapshot.RolesByOid.GetValueOrDefault(Authenticated) ?? throw Gone() : Find(name);
        if (role.Oid != Authenticated && session.Snapshot.RolesByOid.GetValueOrDefault(Authenticated) is not { IsAdministrator: true })
            throw new GatewayException(SqlState.InsufficientPrivilege, "permission denied to set session authorization");
        Store(isLocal, (SessionUserOid, Text(role.Oid)), (RoleOid, null), (SettingsTable.Role, null), (SettingsTable.SessionAuthorization, role.Name), IsSuperuser(role.Oid));
    }

    private void Store(bool isLocal, params (string Name, string? Value)[] values) => session.Settings.SetInternal(values, isLocal);

    private (string, string?) IsSuperuser(long role) => (SettingsTable.IsSuperuser, session.Snapshot.RolesByOid.GetValueOrDefault(role) is { IsAdministrator: true } ? "on" : "off");

    private RoleEntry Find(string name) => session.Snapshot.Roles.FindExact(name) ?? throw new GatewayException(SqlState.InvalidParameterValue, $"role \"{name}\" does not exist");

    private string NameOf(long role) => session.Snapshot.RolesByOid.GetValueOrDefault(role)?.Name ?? throw Gone();

    private long? Number(string setting) => session.Settings.FindInternal(setting) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string Text(long oid) => oid.ToString(CultureInfo.InvariantCulture);

    private sealed class Around(SessionIdentity identity, long? definer) : IDisposable
    {
        public void Dispose() => identity._definer = definer;
    }

    private static GatewayException Gone() => new(SqlState.InvalidAuthorizationSpecification, "the session's role has been dropped");
}
