using System.Buffers;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Auth;

namespace FederationGateway.Gateway.Accounts;

/// <summary>Passwords become SCRAM-SHA-256 verifiers the moment they arrive; nothing else of them is kept.</summary>
internal static class RolePasswords
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>What is kept; null for no password. A text that is a verifier already, as dumps and clients write it, stays what it is.</summary>
    public static string? Verifier(PasswordOption option)
    {
        if (string.IsNullOrEmpty(option.Secret)) return null;
        if (IsMd5(option.Secret)) throw GatewayException.Unsupported("an MD5 password", option.Span);
        return IsVerifier(option.Secret) ? option.Secret : ScramCredential.Create(option.Secret).ToString();
    }

    private static bool IsVerifier(string text)
    {
        try
        {
            return ScramCredential.Parse(text) is { StoredKey.Length: 32, ServerKey.Length: 32, Iterations: > 0 };
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsMd5(string text) => text.Length == 35 && text.StartsWith("md5", StringComparison.Ordinal) && text.AsSpan(3).IndexOfAnyExcept(HexDigits) < 0;
}
