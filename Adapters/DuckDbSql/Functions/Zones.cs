using System.Collections.Concurrent;
using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Time zones by name, as AT TIME ZONE takes them: IANA names in any case, usual abbreviations, and POSIX offsets (<c>UTC+2</c> is west of Greenwich).</summary>
internal static class Zones
{
    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Found = new(StringComparer.Ordinal);

    // Hours east of UTC.
    private static readonly Dictionary<string, double> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UT"] = 0, ["UTC"] = 0, ["GMT"] = 0, ["Z"] = 0, ["ZULU"] = 0, ["WET"] = 0, ["WEST"] = 1, ["BST"] = 1, ["CET"] = 1, ["MET"] = 1, ["CEST"] = 2, ["EET"] = 2, ["SAST"] = 2,
        ["EEST"] = 3, ["MSK"] = 3, ["MSD"] = 4, ["IST"] = 2, ["PKT"] = 5, ["JST"] = 9, ["KST"] = 9, ["AWST"] = 8, ["ACST"] = 9.5, ["ACDT"] = 10.5, ["AEST"] = 10, ["AEDT"] = 11,
        ["NZST"] = 12, ["NZDT"] = 13, ["NST"] = -3.5, ["NDT"] = -2.5, ["AST"] = -4, ["ADT"] = -3, ["EST"] = -5, ["EDT"] = -4, ["CST"] = -6, ["CDT"] = -5, ["MST"] = -7, ["MDT"] = -6,
        ["PST"] = -8, ["PDT"] = -7, ["AKST"] = -9, ["AKDT"] = -8, ["HST"] = -10, ["BRT"] = -3, ["ART"] = -3,
    };

    // The rules of a zone keep a cache that is not thread-safe; the engine's threads each get their own.
    [ThreadStatic]
    private static Dictionary<string, ZoneRules>? t_rules;

    /// <summary>22023 when there is no such zone.</summary>
    public static TimeZoneInfo Find(string name) => Found.GetOrAdd(name, Look);

    public static ZoneRules RulesOf(string name)
    {
        t_rules ??= new Dictionary<string, ZoneRules>(StringComparer.Ordinal);
        if (!t_rules.TryGetValue(name, out var rules)) t_rules[name] = rules = new ZoneRules(Find(name));
        return rules;
    }

    /// <summary>The zone as <see cref="Find"/> takes it: a number alone counts hours east of Greenwich, unlike there.</summary>
    public static string OfPlainNumber(string name)
    {
        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
            throw new GatewayException(SqlState.InvalidParameterValue, $"invalid input syntax for type numeric time zone: \"{name}\"") { Hint = "Numeric time zones must have \"-\" or \"+\" as first character." };
        return name.StartsWith('+') ? "-" + name[1..] : name.StartsWith('-') ? "+" + name[1..] : name;
    }

    private static TimeZoneInfo Look(string name)
    {
        if (Abbreviations.TryGetValue(name, out var hours)) return Fixed(name, TimeSpan.FromHours(hours));
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;
        foreach (var candidate in TimeZoneInfo.GetSystemTimeZones())
            if (candidate.Id.Equals(name, StringComparison.OrdinalIgnoreCase)) return candidate;
        return TryReadPosix(name) ?? throw new GatewayException(SqlState.InvalidParameterValue, $"time zone \"{name}\" not recognized");
    }

    // "EST5", "UTC+2", "<+05>-5", "-7": POSIX counts hours west of Greenwich.
    private static TimeZoneInfo? TryReadPosix(string name)
    {
        var rest = name.AsSpan();
        if (rest.StartsWith('<') && rest.IndexOf('>') is > 0 and var close) rest = rest[(close + 1)..];
        else
            while (rest.Length > 0 && char.IsAsciiLetter(rest[0])) rest = rest[1..];
        if (rest.IsEmpty) return null;
        var sign = rest[0] == '-' ? 1 : -1;
        if (rest[0] is '+' or '-') rest = rest[1..];
        var parts = rest.ToString().Split(':');
        if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 14) return null;
        var minutes = 0;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minutes) || minutes > 59)) return null;
        return Fixed(name, sign * new TimeSpan(hours, minutes, 0));
    }

    private static TimeZoneInfo Fixed(string name, TimeSpan offset) => TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name);
}
