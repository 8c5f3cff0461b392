using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Metadata;

/// <summary>How a database orders text when a column does not say otherwise.</summary>
internal sealed record DatabaseText(string Encoding, string? Collate, string? Provider)
{
    /// <summary>
    /// In these encodings the bytes order characters as UTF-8 does (or are UTF-8), so that <c>COLLATE "C"</c> is the gateway's own order.
    /// </summary>
    public bool OrdersLikeUtf8 => Encoding is "UTF8" or "LATIN1" or "SQL_ASCII";
}

/// <summary>What the dialect must know of a text column to compare it as the gateway does.</summary>
internal static class CollationFacts
{
    private const uint DefaultCollation = 100;
    private const uint CCollation = 950;

    public static IEnumerable<TableProperty> For(DatabaseText database, uint oid, string? name, string? isDeterministic)
    {
        if (oid == 0) yield break;
        var isBinary = oid == CCollation || (oid == DefaultCollation && IsBinary(database.Provider, database.Collate));
        yield return Fact(PropertyNames.Collation, isBinary ? "C" : oid == DefaultCollation ? "default" : name ?? "unknown");
        if (isDeterministic == "false") yield return Fact(PropertyNames.CollationIsDeterministic, "false");
        if (!database.OrdersLikeUtf8) yield return Fact(PropertyNames.ServerEncoding, database.Encoding);
    }

    // The built-in provider orders by code point whatever the locale; libc does for the two locales that say so.
    private static bool IsBinary(string? provider, string? collate) => provider == "b" || (provider is null or "c" && collate is "C" or "POSIX");

    private static TableProperty Fact(string name, string value) => new(name, value, IsReadOnly: true);
}
