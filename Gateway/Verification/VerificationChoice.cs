using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Gateway.Verification;

/// <summary>The values of <c>verify_pushdown</c>: which share of statements is computed here as well.</summary>
public static class VerificationChoice
{
    public const string Off = "off";
    public const string Always = "always";
    private const string Sample = "sample:";

    /// <summary>The form SHOW prints; 22023 for what is no such value.</summary>
    public static string Normalize(string setting, string value)
    {
        var text = value.Trim().ToLowerInvariant();
        if (text is Off or Always) return text;
        if (PercentOf(text) is { } percent) return string.Create(CultureInfo.InvariantCulture, $"{Sample}{percent.ToString("0.############################", CultureInfo.InvariantCulture)}%");
        throw new GatewayException(SqlState.InvalidParameterValue, $"invalid value for parameter \"{setting}\": \"{value}\"")
        {
            Hint = "Use off, always, or the share of statements to verify, from sample:0% to sample:100%, for instance sample:1% or sample:0.5%.",
        };
    }

    /// <summary>Whether one statement is among those chosen.</summary>
    /// <param name="dice">Uniform from 0 to below 1.</param>
    public static bool Chooses(string normalized, Func<double> dice) => normalized switch
    {
        Off => false,
        Always => true,
        _ => PercentOf(normalized) is { } percent && dice() * 100 < (double)percent,
    };

    private static decimal? PercentOf(string text) =>
        text.StartsWith(Sample, StringComparison.Ordinal) && text.EndsWith('%')
        && decimal.TryParse(text.AsSpan()[Sample.Length..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100
            ? percent
            : null;
}
