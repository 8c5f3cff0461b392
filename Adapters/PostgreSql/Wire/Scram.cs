using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FederationGateway.Adapters.PostgreSql.Wire;

/// <summary>
/// The client's side of SCRAM-SHA-256 (RFC 5802, 7677) without channel binding: first message, answer to the server's challenge, check of the server's proof.
/// </summary>
internal sealed class Scram(string password, string nonce)
{
    public const string Mechanism = "SCRAM-SHA-256";
    private const int MostIterations = 10_000_000;
    private const string NoChannelBinding = "n,,";
    private readonly string _firstBare = $"n=,r={nonce}";
    private byte[] _serverSignature = [];

    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    public string FirstMessage => NoChannelBinding + _firstBare;

    /// <summary>Answers <c>r=nonce,s=salt,i=iterations</c>.</summary>
    public string Answer(string challenge)
    {
        var (serverNonce, salt, iterations) = ("", Array.Empty<byte>(), 0);
        foreach (var part in challenge.Split(','))
        {
            if (part.StartsWith("r=", StringComparison.Ordinal)) serverNonce = part[2..];
            else if (part.StartsWith("s=", StringComparison.Ordinal)) salt = Convert.FromBase64String(part[2..]);
            else if (part.StartsWith("i=", StringComparison.Ordinal)) iterations = int.Parse(part.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture);
        }

        if (!serverNonce.StartsWith(nonce, StringComparison.Ordinal) || serverNonce.Length == nonce.Length || salt.Length == 0 || iterations is < 1 or > MostIterations)
            throw new ConnectionLost("the server's SCRAM challenge is not valid");

        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(Prepare(password)), salt, iterations, HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var withoutProof = $"c={Convert.ToBase64String(Encoding.ASCII.GetBytes(NoChannelBinding))},r={serverNonce}";
        var signed = Encoding.UTF8.GetBytes($"{_firstBare},{challenge},{withoutProof}");
        var clientSignature = HMACSHA256.HashData(SHA256.HashData(clientKey), signed);
        _serverSignature = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), signed);
        for (var i = 0; i < clientKey.Length; i++) clientKey[i] ^= clientSignature[i];
        return $"{withoutProof},p={Convert.ToBase64String(clientKey)}";
    }

    /// <summary>Checks <c>v=signature</c>: only a server that knows the password can have made it.</summary>
    public void Verify(string final)
    {
        var given = final.StartsWith("v=", StringComparison.Ordinal) ? Convert.FromBase64String(final[2..].Split(',')[0]) : [];
        if (_serverSignature.Length == 0 || !CryptographicOperations.FixedTimeEquals(given, _serverSignature))
            throw new ConnectionLost("the server could not prove that it knows the password");
    }

    // SASLprep. Only passwords outside ASCII are changed by it; one that cannot be normalized is used as it is, as libpq does.
    private static string Prepare(string text)
    {
        if (Ascii.IsValid(text)) return text;
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (Exception error) when (error is ArgumentException or PlatformNotSupportedException)
        {
            return text;
        }
    }
}
