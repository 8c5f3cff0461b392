using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Tasks;

/// <summary>A session without a client, in which a task does what its owner may do.</summary>
internal static class TaskSession
{
    /// <exception cref="GatewayException">42704 when the owner is gone.</exception>
    public static SessionState Open(GatewayCore core, string owner) => Open(core, owner, "replication task", usesSourceCredentials: false);

    /// <summary>The same for work that serves everybody: sources are asked with their own credentials.</summary>
    public static SessionState OpenForSource(GatewayCore core, string owner) => Open(core, owner, "replica", usesSourceCredentials: true);

    /// <summary>A session of nobody in particular, for what the gateway does of itself.</summary>
    public static SessionState OpenForGateway(GatewayCore core) => Open(core, core.Store.Current.Roles.Values.Where(role => role.IsAdministrator).OrderBy(role => role.Oid).First(), "federation gateway", usesSourceCredentials: true);

    /// <summary>The same for a task that is a procedure.</summary>
    public static SessionState OpenForTask(GatewayCore core, string owner) => Open(core, owner, "task", usesSourceCredentials: false);

    /// <summary>The same for calls of procedures.</summary>
    public static SessionState OpenForSubscription(GatewayCore core, string owner) => Open(core, owner, "remote subscription", usesSourceCredentials: false);

    private static SessionState Open(GatewayCore core, string owner, string name, bool usesSourceCredentials) =>
        Open(core, core.Store.Current.Roles.FindExact(owner) ?? throw new GatewayException(SqlState.UndefinedObject, $"role \"{owner}\" does not exist"), name, usesSourceCredentials);

    private static SessionState Open(GatewayCore core, RoleEntry role, string name, bool usesSourceCredentials)
    {
        var server = core.ServerSettings.Append(KeyValuePair.Create(SettingsTable.IsSuperuser, role.IsAdministrator ? "on" : "off"))
            .Append(KeyValuePair.Create(SettingsTable.MaxConcurrentStatements, RoleSettings.MaxConcurrentStatements(role).ToString(CultureInfo.InvariantCulture)));
        var settings = new SessionSettings(core.SettingDefaults.Concat(RoleSettings.DefaultsOf(role)).Append(KeyValuePair.Create(SettingsTable.ApplicationName, name))

            // Loads are of the source.
            .Append(KeyValuePair.Create(SettingsTable.MaxStaleness, "0")), role.Name, server);
        return new SessionState(core, new SessionInfo(0, role.Name, role.Oid, null, null, core.TimeProvider.GetUtcNow().UtcDateTime), settings, new NoClient()) { UsesSourceCredentials = usesSourceCredentials };
    }

    private sealed class NoClient : IClientChannel
    {
        public void Notice(ClientNotice notice)
        {
        }

        public void ParameterChanged(string name, string value)
        {
        }

        public bool DropPreparedStatement(string? name) => false;
    }
}
