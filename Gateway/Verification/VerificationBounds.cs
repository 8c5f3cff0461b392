using System.Globalization;
using FederationGateway.Gateway.Settings;

namespace FederationGateway.Gateway.Verification;

/// <summary>How much one verification may read and hold: rows withheld from the client are in memory, and a source must not be read whole for a check.</summary>
internal sealed record VerificationBounds(long MaxRows, long MaxBytes)
{
    public static VerificationBounds Of(SessionSettings settings) => new(
        long.Parse(settings[SettingsTable.VerifyPushdownMaxRows], CultureInfo.InvariantCulture),
        long.Parse(settings[SettingsTable.VerifyPushdownMaxMegabytes], CultureInfo.InvariantCulture) << 20);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{MaxRows} rows or {MaxBytes >> 20} MB");
}
