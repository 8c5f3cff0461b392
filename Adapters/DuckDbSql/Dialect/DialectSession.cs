using System.Globalization;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>What of a session is written into its statements.</summary>
/// <param name="TimeZone">The name of the session's time zone.</param>
/// <param name="ContextId">The number under which <see cref="SessionContexts"/> finds the session's catalog lookups; 0 when there are none.</param>
public sealed record DialectSession(string TimeZone, long ContextId = 0)
{
    /// <summary>Stands for the zone in templates.</summary>
    internal const string Zone = "@zone";

    /// <summary>Stands for the context's number in templates.</summary>
    internal const string Context = "@ctx";

    /// <summary>Whether what a template computes depends on the session.</summary>
    public static bool IsNeededBy(string template) => template.Contains(Zone, StringComparison.Ordinal) || template.Contains(Context, StringComparison.Ordinal);

    internal string Fill(string template) => template.Contains('@', StringComparison.Ordinal)
        ? template
            .Replace(Zone, $"'{TimeZone.Replace("'", "''", StringComparison.Ordinal)}'", StringComparison.Ordinal)
            .Replace(Context, ContextId.ToString(CultureInfo.InvariantCulture) + "::BIGINT", StringComparison.Ordinal)
        : template;
}
