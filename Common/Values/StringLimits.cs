using System.Text;

namespace FederationGateway.Common.Values;

/// <summary>What length limits do to strings. Lengths count code points, as PostgreSQL counts characters.</summary>
public static class StringLimits
{
    private const int MaxNameBytes = 63;

    /// <summary>
    /// The string under <c>varchar(n)</c> or <c>char(n)</c>: an explicit cast cuts it; otherwise only blanks may be cut and the rest is 22001. <c>char(n)</c>
    /// is padded with blanks. Types without a limit change nothing.
    /// </summary>
    public static string Apply(string text, SqlType type, bool isExplicit)
    {
        if (type.Kind is not (SqlTypeKind.VarChar or SqlTypeKind.BpChar) || type.Length == 0) return text;
        var length = CodePoints(text);
        if (length <= type.Length) return type.Kind == SqlTypeKind.BpChar ? text + new string(' ', type.Length - length) : text;
        var cut = IndexOfCodePoint(text, type.Length);
        if (!isExplicit && text.AsSpan(cut).ContainsAnyExcept(' '))
            throw new GatewayException(SqlState.StringDataRightTruncation, $"value too long for type {type}");
        return text[..cut];
    }

    /// <summary>A <c>name</c>: at most 63 bytes, cut at a character's start.</summary>
    public static string ToName(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MaxNameBytes) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        var end = MaxNameBytes;
        while ((bytes[end] & 0xC0) == 0x80) end--;
        return Encoding.UTF8.GetString(bytes, 0, end);
    }

    public static int CodePoints(string text)
    {
        var count = text.Length;
        foreach (var c in text)
            if (char.IsLowSurrogate(c)) count--;
        return count;
    }

    /// <summary>The UTF-16 index where code point <paramref name="number"/> (from 0) starts, or the length when there are fewer.</summary>
    public static int IndexOfCodePoint(string text, int number)
    {
        var index = 0;
        for (; number > 0 && index < text.Length; number--) index += char.IsHighSurrogate(text[index]) ? 2 : 1;
        return index;
    }
}
