using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FederationGateway.PgWire.Auth;

/// <summary>
/// What is stored of a password for SCRAM-SHA-256 (RFC 5803): enough to check a login, not enough to make one.
/// <see cref="ToString"/> and <see cref="Parse"/> use PostgreSQL's form, <c>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey</c>.
/// </summary>
public sealed record ScramCredential(ReadOnlyMemory<byte> Salt, int Iterations, ReadOnlyMemory<byte> StoredKey, ReadOnlyMemory<byte> ServerKey)
{
    public const int DefaultIterations = 4096;
    private const string Prefix = "SCRAM-SHA-256$";

    /// <summary>Derives the stored form of a password with a fresh salt.</summary>
    public static ScramCredential Create(string password, int iterations = DefaultIterations) =>
        Derive(password, RandomNumberGenerator.GetBytes(16), iterations);

    /// <summary>Derives the stored form of a password with a given salt.</summary>
    public static ScramCredential Derive(string password, ReadOnlySpan<byte> salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(SaslPrep.Prepare(password)), salt, iterations, HashAlgorithmName.SHA256, 32);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        return new ScramCredential(salt.ToArray(), iterations, storedKey, HMACSHA256.HashData(salted, "Server Key"u8));
    }

    /// <summary>Reads the text form; throws <see cref="FormatException"/> when it is not one.</summary>
    public static ScramCredential Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) throw new FormatException("not a SCRAM-SHA-256 verifier");
        var parts = text[Prefix.Length..].Split(':', '$');
        if (parts.Length != 4) throw new FormatException("not a SCRAM-SHA-256 verifier");
        return new ScramCredential(
            Convert.FromBase64String(parts[1]), int.Parse(parts[0], CultureInfo.InvariantCulture), Convert.FromBase64String(parts[2]), Convert.FromBase64String(parts[3]));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Iterations}:{Base64(Salt)}${Base64(StoredKey)}:{Base64(ServerKey)}");

    private static string Base64(ReadOnlyMemory<byte> bytes) => Convert.ToBase64String(bytes.Span);
}
