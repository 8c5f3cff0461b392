using System.Text;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Introspection;

/// <summary>Types as SQL writes them, found by <c>regtype</c>: <c>integer</c>, <c>_int4</c>, <c>varchar(20)[]</c>, <c>timestamp(3) with time zone</c>, <c>pg_catalog."char"</c>.</summary>
internal static class TypeReading
{
    /// <summary>The type's OID, modifiers left aside; null when there is none of that name.</summary>
    public static uint? Find(string text)
    {
        var (name, isArray) = WithoutSuffixes(text);
        if (Base(name) is not { } type) return null;
        return isArray ? type.Array == 0 ? null : (uint)type.Array : (uint)type.Oid;
    }

    private static TypeRow? Base(string name)
    {
        // Names of several words are not taken apart: none of them is qualified.
        if (name.Contains(' ') && !name.Contains('"')) return OfKeyword(string.Join(' ', name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        if (SqlNames.Split(name) is not { } parts || parts.Count > 2) return null;
        if (parts.Count == 2) return parts[0] == BuiltInCatalog.PgCatalog ? TypeRows.ByName.GetValueOrDefault(parts[1]) : null;
        return name.StartsWith('"') ? TypeRows.ByName.GetValueOrDefault(parts[0]) : OfKeyword(parts[0]);
    }

    // Unquoted, char is the standard's type, not PostgreSQL's one-byte "char".
    private static TypeRow? OfKeyword(string name) =>
        (name != "char" && TypeRows.ByName.TryGetValue(name, out var row)) || (SqlTypeNames.Parse(name) is { } kind && TypeRows.ByOid.TryGetValue(new SqlType(kind).TypeOid, out row)) ? row : null;

    private static (string Name, bool IsArray) WithoutSuffixes(string text)
    {
        var name = new StringBuilder(text.Length);
        var (depth, quoted, isArray) = (0, false, false);
        foreach (var character in text.Trim())
        {
            if (character == '"') quoted = !quoted;
            if (!quoted && (character is '(' or '[')) (depth, isArray) = (depth + 1, isArray || character == '[');
            else if (!quoted && (character is ')' or ']')) depth--;
            else if (depth == 0) name.Append(character);
        }

        return (name.ToString().Trim(), isArray);
    }
}
