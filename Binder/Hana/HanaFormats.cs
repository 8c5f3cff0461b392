namespace FederationGateway.Binder.Hana;

/// <summary>
/// HANA's date patterns are PostgreSQL's, but for the fraction of a second: FF (and FF7) has seven digits, of which PostgreSQL knows six.
/// </summary>
internal static class HanaFormats
{
    /// <summary>The pattern for writing: the seventh digit is a zero.</summary>
    public static Expression ForOutput(Expression format, HanaWriter writer) => Rewrite(format, writer, "FF6\"0\"");

    /// <summary>The pattern for reading, which has no seventh digit.</summary>
    public static Expression ForInput(Expression format, HanaWriter writer) => Rewrite(format, writer, null);

    private static Expression Rewrite(Expression format, HanaWriter writer, string? sevenDigits)
    {
        if (format is not ConstantExpression { Value: string pattern }) return writer.Cast(format, SqlType.Text);
        var rewritten = new System.Text.StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '"') isQuoted = !isQuoted;
            if (isQuoted || !IsFraction(pattern, i, out var length))
            {
                rewritten.Append(pattern[i]);
                continue;
            }

            rewritten.Append(sevenDigits ?? throw GatewayException.Unsupported("reading seven digits of a second (FF, FF7)", writer.Span));
            i += length - 1;
        }

        return HanaWriter.Text(rewritten.ToString());
    }

    // FF alone or FF7; FF1 to FF6 are PostgreSQL's too.
    private static bool IsFraction(string pattern, int at, out int length)
    {
        length = 2;
        if (string.Compare(pattern, at, "FF", 0, 2, StringComparison.OrdinalIgnoreCase) != 0) return false;
        if (at + 2 >= pattern.Length || !char.IsAsciiDigit(pattern[at + 2])) return true;
        length = 3;
        return pattern[at + 2] == '7';
    }
}
