namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Upper and lower case by Unicode's simple mappings. The runtime leaves out the two that leave ASCII or enter it.</summary>
internal static class LetterCases
{
    private const char CapitalIWithDot = '\u0130';
    private const char SmallDotlessI = '\u0131';
    private const char SmallLongS = '\u017F';
    private const char KelvinSign = '\u212A';

    public static string ToLower(string text) => text.ToLowerInvariant().Replace(CapitalIWithDot, 'i').Replace(KelvinSign, 'k');

    public static string ToUpper(string text) => text.ToUpperInvariant().Replace(SmallDotlessI, 'I').Replace(SmallLongS, 'S');
}
