using System.Globalization;

namespace FederationGateway.Plan;

/// <summary>Hints that say more than their name, as <see cref="BoundStatement.Hints"/> has them.</summary>
public static class HintNames
{
    /// <summary>MAX_STALENESS(seconds): how old copies may be that the statement reads.</summary>
    public const string MaxStaleness = "MAX_STALENESS";

    public static string ForMaxStaleness(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{MaxStaleness}({time.Ticks})");

    /// <summary>The time of a hint that <see cref="ForMaxStaleness"/> made; null for any other.</summary>
    public static TimeSpan? MaxStalenessOf(string hint) =>
        hint.StartsWith(MaxStaleness + "(", StringComparison.Ordinal) ? new TimeSpan(long.Parse(hint.AsSpan(MaxStaleness.Length + 1, hint.Length - MaxStaleness.Length - 2), CultureInfo.InvariantCulture)) : null;
}
