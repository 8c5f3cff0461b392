using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Configuration;
using FederationGateway.Executor.Remote;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// What one statement may fetch from each source: the source's properties say, for everybody, for a group or for this user, and the session's settings may only say less.
/// </summary>
internal sealed class FetchBudgets(SessionState session)
{
    private readonly Lock _lock = new();
    private Dictionary<string, FetchBudget>? _budgets;

    /// <summary>The statement's budget at a source; null when nothing limits it.</summary>
    public FetchBudget? Of(string source)
    {
        lock (_lock)
        {
            if (_budgets?.TryGetValue(source, out var known) == true) return known;
            if (Make(source) is not { } made) return null;
            (_budgets ??= new(StringComparer.Ordinal)).Add(source, made);
            return made;
        }
    }

    private FetchBudget? Make(string name)
    {
        if (session.Snapshot.Sources.FindExact(name) is not { } source) return null;
        var rows = Lower(
            long.Parse(session.Settings[SettingsTable.MaxFetchedRows], CultureInfo.InvariantCulture), SettingsTable.MaxFetchedRows,
            source, SourceLimits.MaxFetchedRows);
        var bytes = Lower(SettingValue.ToBytes(session.Settings[SettingsTable.MaxFetchedBytes]), SettingsTable.MaxFetchedBytes, source, SourceLimits.MaxFetchedBytes);
        return rows is null && bytes is null ? null : new FetchBudget(name, rows, bytes);
    }

    // Limits are of who has logged in: SET ROLE does not change them.
    private bool IsMember(string role) => session.Snapshot.Roles.FindExact(role) is { } entry && RoleRights.Of(session.Snapshot, session.Identity.SessionUser).Roles.Contains(entry.Oid);

    private FetchLimit? Lower(long own, string setting, RemoteSourceEntry source, string limit)
    {
        var allowed = SourceLimits.Find(source, limit, session.SessionUser, IsMember);
        if (own > 0 && (allowed is null || own < allowed.Value.Maximum))
            return new FetchLimit(own, $"the session's setting {setting}", $"SET {setting} raises the limit{(allowed is null ? "" : $", up to the remote source's property {allowed.Value.Property}")}.");
        return allowed is { } found
            ? new FetchLimit(found.Maximum, $"the remote source's property {found.Property}", $"ALTER REMOTE SOURCE \"{source.Name}\" SET PROPERTY '{found.Property}' = '…' raises the limit.")
            : null;
    }
}
