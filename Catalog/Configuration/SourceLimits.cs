using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Configuration;

/// <summary>
/// What one statement may fetch from a source, as properties of the source: <c>MAX_FETCHED_ROWS</c> for everybody, <c>MAX_FETCHED_ROWS.name</c> instead of it
/// for one role, an account or a group. 0 is no limit.
/// </summary>
public static class SourceLimits
{
    public const string MaxFetchedRows = "MAX_FETCHED_ROWS";
    public const string MaxFetchedBytes = "MAX_FETCHED_BYTES";

    /// <summary>True for a limit's name, with a role or without.</summary>
    public static bool IsLimit(string name) => LimitOf(name) is not null;

    /// <summary>The name as it is kept.</summary>
    public static string KeyOf(string name) => LimitOf(name) + name[LimitOf(name)!.Length..];

    /// <summary>
    /// The limit for a user and the property that sets it; null when there is none. The user's own counts before those of the groups the user is in, of which the highest counts,
    /// and these before the one for everybody.
    /// </summary>
    /// <param name="isMember">Whether the user has the privileges of a role of that name.</param>
    public static (long Maximum, string Property)? Find(RemoteSourceEntry source, string limit, string user, Predicate<string> isMember)
    {
        (long Maximum, string Property)? general = null, group = null;
        foreach (var (name, value) in source.Properties)
        {
            if (!name.StartsWith(limit, StringComparison.Ordinal) || Read(limit, value) is not { } maximum) continue;
            var found = (Maximum: maximum == 0 ? long.MaxValue : maximum, Property: name);
            if (name.Length == limit.Length) general = found;
            else if (name[limit.Length] != '.') continue;
            else if (name.AsSpan(limit.Length + 1).SequenceEqual(user)) return Limited(found);
            else if (isMember(name[(limit.Length + 1)..]) && !(group?.Maximum >= found.Maximum)) group = found;
        }

        return Limited(group ?? general);
    }

    /// <summary>Refuses a value that is no number or size, and a role that does not exist.</summary>
    public static void Check(string name, string value, CatalogSnapshot catalog)
    {
        var limit = LimitOf(name)!;
        if (Read(limit, value) is null)
            throw new GatewayException(SqlState.InvalidOptionValue, $"property \"{name}\" takes {(limit == MaxFetchedRows ? "a number of rows" : "a size like 500MB")} or 0 for no limit, not \"{value}\"");
        if (name.Length == limit.Length) return;
        var user = name[(limit.Length + 1)..];
        if (catalog.Roles.FindExact(user) is null) throw new GatewayException(SqlState.UndefinedObject, $"role \"{user}\" does not exist");
    }

    private static (long Maximum, string Property)? Limited((long Maximum, string Property)? limit) => limit is { Maximum: long.MaxValue } ? null : limit;

    private static string? LimitOf(string name) => Array.Find(
        [MaxFetchedRows, MaxFetchedBytes],
        limit => name.StartsWith(limit, StringComparison.OrdinalIgnoreCase) && (name.Length == limit.Length || name[limit.Length] == '.'));

    private static long? Read(string limit, string value)
    {
        if (value.Trim() == "0") return 0;
        if (limit == MaxFetchedBytes) return ByteSize.TryParse(value, out var bytes) ? bytes : null;
        return long.TryParse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var rows) ? rows : null;
    }
}
