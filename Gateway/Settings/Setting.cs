namespace FederationGateway.Gateway.Settings;

/// <summary>How a setting's value is checked and written.</summary>
public enum SettingKind
{
    Boolean,
    Integer,

    /// <summary>A duration: milliseconds when no unit is written.</summary>
    Milliseconds,

    /// <summary>A number of bytes, with a unit: <c>512MB</c>; 0 for none.</summary>
    Bytes,
    Text,

    /// <summary>One of <see cref="Setting.Choices"/>.</summary>
    Choice,
    TimeZone,

    /// <summary>A list of names: <c>search_path</c>.</summary>
    NameList,
    Encoding,
    DateStyle,

    /// <summary>A duration, seconds when no unit is written, or <see cref="SettingValue.Unlimited"/>.</summary>
    Staleness,

    /// <summary>A share of statements: <see cref="Verification.VerificationChoice"/>.</summary>
    VerificationShare,
}

/// <summary>A row of the settings table.</summary>
/// <param name="IsReported">Sent to the client at login and whenever it changes.</param>
/// <param name="IsReadOnly">Only shown: 55P02 on SET.</param>
/// <param name="AffectsPlans">True when plans depend on it: a cached plan is made anew after a change.</param>
public sealed record Setting(
    string Name,
    string Default,
    SettingKind Kind,
    string Description,
    bool IsReported = false,
    bool IsReadOnly = false,
    bool AffectsPlans = false,
    long Minimum = 0,
    long Maximum = int.MaxValue,
    params string[] Choices);
