using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FederationGateway.PgWire.Tests.Wire;

/// <summary>The client's side of SCRAM-SHA-256, written from the RFC and not from our server.</summary>
public sealed class ScramClient(string password, string nonce = "fyko+d2lbbFgONRv9qkxdawL", string user = "")
{
    private readonly string _firstBare = $"n={user},r={nonce}";
    private byte[] _serverSignature = [];

    public byte[] First => Encoding.UTF8.GetBytes("n,," + _firstBare);

    public byte[] Answer(ReadOnlySpan<byte> serverFirst)
    {
        var challenge = Encoding.UTF8.GetString(serverFirst);
        var parts = challenge.Split(',');
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), Convert.FromBase64String(parts[1][2..]), int.Parse(parts[2][2..], CultureInfo.InvariantCulture), HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var withoutProof = $"c=biws,{parts[0]}";
        var authMessage = Encoding.UTF8.GetBytes($"{_firstBare},{challenge},{withoutProof}");
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), authMessage);
        var proof = clientKey.Zip(signature, (a, b) => (byte)(a ^ b)).ToArray();
        _serverSignature = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), authMessage);
        return Encoding.UTF8.GetBytes($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    public void Check(ReadOnlySpan<byte> serverFinal) =>
        Encoding.UTF8.GetString(serverFinal).ShouldBe("v=" + Convert.ToBase64String(_serverSignature));
}
