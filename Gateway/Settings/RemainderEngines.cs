using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Optimizer;

namespace FederationGateway.Gateway.Settings;

/// <summary>The values of <c>remainder_engine</c>: two words, or the name of a remote source.</summary>
internal static class RemainderEngines
{
    public const string Auto = "auto";
    public const string Local = "local";

    /// <summary>The source's name as it is defined. 42704 when there is none, 22023 for one that takes no uploads.</summary>
    public static string Check(SessionState session, string value)
    {
        if (IsWord(value, Auto) || IsWord(value, Local)) return value.ToLowerInvariant();
        var entry = session.Snapshot.FindSource(value)
            ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{value}\" does not exist") { Hint = $"{SettingsTable.RemainderEngine} is {Auto}, {Local} or the name of a remote source." };
        if (!session.Core.Sources.Get(session.Snapshot, entry, session.Identity.Current).Capabilities.HasExact(Capability.TemporaryTables))
        {
            throw new GatewayException(SqlState.InvalidParameterValue, $"remote source \"{entry.Name}\" cannot be the {SettingsTable.RemainderEngine}: it takes no uploads")
            {
                Detail = $"It has no {Capability.TemporaryTables}: {CapabilityDescriptions.Of(Capability.TemporaryTables)}.",
            };
        }

        return entry.Name;
    }

    /// <summary>What the session's setting means for a plan. A source that was dropped since is as good as none.</summary>
    public static RemainderEngine Of(SessionState session)
    {
        var value = session.Settings[SettingsTable.RemainderEngine];
        if (IsWord(value, Local)) return RemainderEngine.Local;
        return !IsWord(value, Auto) && session.Snapshot.FindSource(value) is { } entry ? new RemainderEngine(entry.Name) : RemainderEngine.ByCost;
    }

    private static bool IsWord(string value, string word) => value.Equals(word, StringComparison.OrdinalIgnoreCase);
}
