using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FederationGateway.Adapters.Webhook;

/// <summary>Whether a request shows what it must. Compared in constant time: how far a guess is right does not show.</summary>
internal static class Credentials
{
    private const string Scheme = "Bearer ";
    private const string SignaturePrefix = "sha256=";

    /// <summary>False when it shows nothing.</summary>
    public static bool AreShown(HttpRequest request, WebhookOptions options) =>
        (options.Token is not null && request.Headers.Authorization.Count > 0) || (options.Secret is not null && request.Headers.ContainsKey(options.SignatureHeader));

    /// <summary>Either of token and signature serves where there are both.</summary>
    public static bool AreRight(HttpRequest request, ReadOnlySpan<byte> body, WebhookOptions options) =>
        (options.Token is { } token && IsToken(request, token)) || (options.Secret is { } secret && IsSigned(request.Headers[options.SignatureHeader].ToString(), secret, body));

    private static bool IsToken(HttpRequest request, byte[] token)
    {
        var shown = request.Headers.Authorization.ToString();
        return shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown[Scheme.Length..].Trim())), SHA256.HashData(token));
    }

    private static bool IsSigned(string signature, byte[] secret, ReadOnlySpan<byte> body)
    {
        Span<byte> shown = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return signature.Length == SignaturePrefix.Length + (2 * HMACSHA256.HashSizeInBytes)
            && signature.StartsWith(SignaturePrefix, StringComparison.OrdinalIgnoreCase)
            && Convert.FromHexString(signature.AsSpan(SignaturePrefix.Length), shown, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(shown, HMACSHA256.HashData(secret, body));
    }
}
