using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>LIKE of bytea: <c>_</c> is one byte, <c>%</c> any number of them, the backslash takes the next byte as it is.</summary>
internal static class LikeBytes
{
    public static bool IsMatch(ReadOnlySpan<byte> value, ReadOnlySpan<byte> pattern)
    {
        // Where to go on when what follows the last % does not match: one byte further.
        var (v, p, retryValue, retryPattern) = (0, 0, -1, -1);
        while (v < value.Length || p < pattern.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                (retryPattern, retryValue) = (++p, v);
                continue;
            }

            if (p < pattern.Length && v < value.Length)
            {
                var isEscaped = pattern[p] == '\\';
                if (isEscaped && p + 1 == pattern.Length) throw new GatewayException(SqlState.InvalidEscapeSequence, "LIKE pattern must not end with escape character");
                if (isEscaped ? pattern[p + 1] == value[v] : pattern[p] == '_' || pattern[p] == value[v])
                {
                    p += isEscaped ? 2 : 1;
                    v++;
                    continue;
                }
            }

            if (retryPattern < 0 || retryValue >= value.Length) return false;
            (p, v) = (retryPattern, ++retryValue);
        }

        return true;
    }
}
