using FederationGateway.Common;
using FederationGateway.Common.Values;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Time zones by name, as AT TIME ZONE takes them: see <see cref="ZoneNames"/>.</summary>
internal static class Zones
{
    // The rules of a zone keep a cache that is not thread-safe; the engine's threads each get their own.
    [ThreadStatic]
    private static Dictionary<string, ZoneRules>? t_rules;

    /// <summary>22023 when there is no such zone.</summary>
    public static TimeZoneInfo Find(string name) => ZoneNames.TryFind(name) ?? throw new GatewayException(SqlState.InvalidParameterValue, $"time zone \"{name}\" not recognized");

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
}
