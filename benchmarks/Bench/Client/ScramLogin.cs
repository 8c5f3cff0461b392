using System.Security.Cryptography;
using System.Text;

namespace FederationGateway.Bench.Client;

/// <summary>A client's side of SCRAM-SHA-256 (RFC 5802, 7677) for plain ASCII passwords, without channel binding.</summary>
internal sealed class ScramLogin(string password)
{
    private readonly string _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    public string FirstMessage => $"n,,{FirstMessageBare}";

    private string FirstMessageBare => $"n=,r={_nonce}";

    /// <summary>The answer to the server's challenge <c>r=…,s=…,i=…</c>.</summary>
    public string FinalMessage(string challenge)
    {
        var fields = challenge.Split(',').ToDictionary(field => field[0], field => field[2..]);
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            password, Convert.FromBase64String(fields['s']), int.Parse(fields['i'], null), HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var withoutProof = $"c=biws,r={fields['r']}";
        var signed = Encoding.ASCII.GetBytes($"{FirstMessageBare},{challenge},{withoutProof}");
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), signed);
        var proof = clientKey.Zip(signature, (key, sign) => (byte)(key ^ sign)).ToArray();
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }
}
