namespace FederationGateway.Catalog.Introspection;

/// <summary>PostgreSQL's numbers of character encodings; the gateway's is UTF8.</summary>
internal static class Encodings
{
    public const int Utf8 = 6;

    private static readonly string[] Names =
    [
        "SQL_ASCII", "EUC_JP", "EUC_CN", "EUC_KR", "EUC_TW", "EUC_JIS_2004", "UTF8", "MULE_INTERNAL", "LATIN1", "LATIN2", "LATIN3", "LATIN4", "LATIN5", "LATIN6", "LATIN7", "LATIN8",
        "LATIN9", "LATIN10", "WIN1256", "WIN1258", "WIN866", "WIN874", "KOI8R", "WIN1251", "WIN1252", "ISO_8859_5", "ISO_8859_6", "ISO_8859_7", "ISO_8859_8", "WIN1250", "WIN1253",
        "WIN1254", "WIN1255", "WIN1257", "KOI8U", "SJIS", "BIG5", "GBK", "UHC", "GB18030", "JOHAB", "SHIFT_JIS_2004",
    ];

    /// <summary>The name of an encoding; empty for a number no encoding has.</summary>
    public static string NameOf(int encoding) => encoding >= 0 && encoding < Names.Length ? Names[encoding] : "";

    /// <summary>The number of an encoding, punctuation and case aside; -1 when there is none of that name.</summary>
    public static int NumberOf(string name)
    {
        var plain = Plain(name);
        if (plain is "UNICODE") return Utf8;
        return Array.FindIndex(Names, candidate => Plain(candidate) == plain);
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
