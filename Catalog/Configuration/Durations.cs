using System.Globalization;

namespace FederationGateway.Catalog.Configuration;

/// <summary>Durations as properties have them: <c>500ms</c>, <c>10s</c>, <c>5min</c>, <c>1h</c>, <c>1d</c>; seconds without a unit.</summary>
public static class Durations
{
    private static readonly (string Unit, TimeSpan Length)[] s_units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("min", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)), ("", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Null when the text is no duration.</summary>
    public static TimeSpan? Read(string text)
    {
        var trimmed = text.Trim();
        var digits = trimmed.TakeWhile(char.IsAsciiDigit).Count();
        if (digits is 0 or > 9) return null;
        var unit = trimmed[digits..].Trim();
        var number = long.Parse(trimmed[..digits], CultureInfo.InvariantCulture);
        foreach (var (name, length) in s_units)
            if (unit.Equals(name, StringComparison.OrdinalIgnoreCase)) return length * number;
        return null;
    }
}
