using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Gateway.Verification;

namespace FederationGateway.Gateway.Settings;

/// <summary>Checks a new value and brings it into the form SHOW prints. 22023 when it is not one the setting takes.</summary>
public static class SettingValue
{
    private static readonly (string Unit, long Milliseconds)[] Units = [("ms", 1), ("min", 60_000), ("s", 1000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>The <see cref="SettingKind.Staleness"/> that is any.</summary>
    public const string Unlimited = "unlimited";

    public static string Normalize(Setting setting, string value) => setting.Kind switch
    {
        SettingKind.Boolean => Boolean(setting, value),
        SettingKind.Integer => Integer(setting, value),
        SettingKind.Milliseconds => Duration(setting, value),
        SettingKind.Staleness when value.Equals(Unlimited, StringComparison.OrdinalIgnoreCase) => Unlimited,
        SettingKind.Staleness => Duration(setting, value.Length > 0 && value.All(char.IsAsciiDigit) ? value + "s" : value),
        SettingKind.Bytes => Bytes(setting, value),
        SettingKind.Choice => setting.Choices.FirstOrDefault(choice => choice.Equals(value, StringComparison.OrdinalIgnoreCase)) ?? throw Choice(setting, value),
        SettingKind.TimeZone => Zone(value),
        SettingKind.Encoding => Encoding(value),
        SettingKind.DateStyle => DateStyle(value),
        SettingKind.VerificationShare => VerificationChoice.Normalize(setting.Name, value),
        _ => value,
    };

    public static bool IsOn(string normalized) => normalized == "on";

    /// <summary>The duration of a normalized <see cref="SettingKind.Milliseconds"/> value.</summary>
    public static TimeSpan ToDuration(string normalized)
    {
        var (number, unit) = Split(normalized);
        return TimeSpan.FromMilliseconds(number * Units.First(entry => entry.Unit == (unit.Length == 0 ? "ms" : unit)).Milliseconds);
    }

    /// <summary>The most that a normalized <see cref="SettingKind.Staleness"/> value allows; null for any.</summary>
    public static TimeSpan? ToStaleness(string normalized) => normalized == Unlimited ? null : ToDuration(normalized);

    /// <summary>A time that has passed, as messages say it: <c>0.3 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Spell(TimeSpan time) => time.TotalSeconds switch
    {
        0 => "0 s",
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0.1, Math.Round(time.TotalSeconds, 1)):0.#} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes} min"),
    };

    /// <summary>The number of a normalized <see cref="SettingKind.Bytes"/> value.</summary>
    public static long ToBytes(string normalized) => ByteSize.TryParse(normalized, out var bytes) ? bytes : 0;

    private static string Boolean(Setting setting, string value) => value.ToUpperInvariant() switch
    {
        "ON" or "TRUE" or "T" or "YES" or "Y" or "1" => "on",
        "OFF" or "FALSE" or "F" or "NO" or "N" or "0" => "off",
        _ => throw new GatewayException(SqlState.InvalidParameterValue, $"parameter \"{setting.Name}\" requires a Boolean value"),
    };

    private static string Integer(Setting setting, string value)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) throw Invalid(setting, value);
        if (number < setting.Minimum || number > setting.Maximum) throw OutOfRange(setting, number);
        return number.ToString(CultureInfo.InvariantCulture);
    }

    private static string Duration(Setting setting, string value)
    {
        var (number, unit) = Split(value.Trim());
        if (number < 0 || Array.FindIndex(Units, entry => entry.Unit == (unit.Length == 0 ? "ms" : unit)) < 0)
        {
            throw new GatewayException(SqlState.InvalidParameterValue, $"invalid value for parameter \"{setting.Name}\": \"{value}\"")
            {
                Hint = "Valid units for this parameter are \"ms\", \"s\", \"min\", \"h\", and \"d\".",
            };
        }

        var milliseconds = number * Units.First(entry => entry.Unit == (unit.Length == 0 ? "ms" : unit)).Milliseconds;
        if (milliseconds > int.MaxValue) throw OutOfRange(setting, milliseconds);
        if (milliseconds == 0) return "0";
        var best = Units.OrderByDescending(entry => entry.Milliseconds).First(entry => milliseconds % entry.Milliseconds == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / best.Milliseconds}{best.Unit}");
    }

    private static string Bytes(Setting setting, string value)
    {
        if (value.Trim() == "0") return "0";
        return ByteSize.TryParse(value, out var bytes)
            ? ByteSize.Format(bytes)
            : throw new GatewayException(SqlState.InvalidParameterValue, $"invalid value for parameter \"{setting.Name}\": \"{value}\"")
            {
                Hint = "Valid units for this parameter are \"B\", \"KB\", \"MB\", \"GB\", and \"TB\".",
            };
    }

    private static (long Number, string Unit) Split(string value)
    {
        var digits = value.TakeWhile(char.IsAsciiDigit).Count();
        return digits is 0 or > 12 ? (-1, "") : (long.Parse(value.AsSpan(0, digits), CultureInfo.InvariantCulture), value[digits..].Trim());
    }

    private static string Zone(string value)
    {
        if (value.Equals("default", StringComparison.OrdinalIgnoreCase) || value.Equals("local", StringComparison.OrdinalIgnoreCase)) return "UTC";
        if (value.Equals("utc", StringComparison.OrdinalIgnoreCase) || value.Equals("gmt", StringComparison.OrdinalIgnoreCase) || value.Equals("z", StringComparison.OrdinalIgnoreCase))
            return value.Equals("gmt", StringComparison.OrdinalIgnoreCase) ? "GMT" : "UTC";
        return value.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(value, out var zone)
            ? zone.Id
            : throw new GatewayException(SqlState.InvalidParameterValue, $"invalid value for parameter \"TimeZone\": \"{value}\"") { Hint = "Use UTC or a name of the IANA database such as Europe/Berlin." };
    }

    private static string Encoding(string value) => value.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "UTF8" or "UNICODE" => "UTF8",
        _ => throw new GatewayException(SqlState.InvalidParameterValue, $"invalid value for parameter \"client_encoding\": \"{value}\"") { Hint = "The gateway speaks UTF8." },
    };

    private static string DateStyle(string value)
    {
        var words = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(word => word.ToUpperInvariant()).ToArray();
        return words.Length > 0 && words.All(word => word is "ISO" or "MDY" or "DMY" or "YMD" or "US" or "EURO" or "EUROPEAN")
            ? "ISO, " + (words.FirstOrDefault(word => word is "DMY" or "YMD") ?? (words.Contains("EURO") || words.Contains("EUROPEAN") ? "DMY" : "MDY"))
            : throw new GatewayException(SqlState.InvalidParameterValue, $"invalid value for parameter \"DateStyle\": \"{value}\"") { Hint = "Dates print in ISO style." };
    }

    private static GatewayException Invalid(Setting setting, string value) =>
        new(SqlState.InvalidParameterValue, $"invalid value for parameter \"{setting.Name}\": \"{value}\"");

    private static GatewayException OutOfRange(Setting setting, long value) =>
        new(SqlState.InvalidParameterValue, string.Create(CultureInfo.InvariantCulture, $"{value} is outside the valid range for parameter \"{setting.Name}\" ({setting.Minimum} .. {setting.Maximum})"));

    private static GatewayException Choice(Setting setting, string value) =>
        new(SqlState.InvalidParameterValue, $"invalid value for parameter \"{setting.Name}\": \"{value}\"") { Hint = $"Available values: {string.Join(", ", setting.Choices)}." };
}
