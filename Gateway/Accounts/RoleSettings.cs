using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Settings;

namespace FederationGateway.Gateway.Accounts;

/// <summary>What a role's sessions start with, and the limits an administrator set for it: ALTER ROLE … SET.</summary>
internal static class RoleSettings
{
    /// <summary>The value as it is kept; 22023 or 55P02 when sessions could not take it.</summary>
    public static string Normalize(string name, string value)
    {
        if (IsLimit(name)) return SettingValue.Normalize(SettingsTable.Find(name)!, value);
        if (SettingsTable.Find(name) is not { } setting)
            return name.Contains('.', StringComparison.Ordinal) ? value : throw new GatewayException(SqlState.UndefinedObject, $"unrecognized configuration parameter \"{name}\"");
        if (setting.IsReadOnly) throw new GatewayException(SqlState.CannotChangeRuntimeParameter, $"parameter \"{setting.Name}\" cannot be set for a role");
        return SettingValue.Normalize(setting, value);
    }

    /// <summary>True for what is the administrator's to say, not the role's own.</summary>
    public static bool IsLimit(string name) => name.Equals(SettingsTable.MaxConcurrentStatements, StringComparison.OrdinalIgnoreCase);

    /// <summary>The settings a session of the role starts with. What a later version of the gateway no longer takes is left out.</summary>
    public static IEnumerable<KeyValuePair<string, string>> DefaultsOf(RoleEntry role)
    {
        foreach (var (name, value) in role.Settings)
        {
            if (IsLimit(name) || TryNormalize(name, value) is not { } normalized) continue;
            yield return KeyValuePair.Create(name, normalized);
        }
    }

    /// <summary>How many statements of the role may run at once; 0 for any number.</summary>
    public static int MaxConcurrentStatements(RoleEntry? role) =>
        role is not null && role.Settings.FirstOrDefault(setting => IsLimit(setting.Key)).Value is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static string? TryNormalize(string name, string value)
    {
        try
        {
            return Normalize(name, value);
        }
        catch (GatewayException)
        {
            return null;
        }
    }
}
