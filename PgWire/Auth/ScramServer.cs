using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.PgWire.Auth;

/// <summary>
/// The server's side of one SCRAM-SHA-256 exchange (RFC 5802, RFC 7677), with channel binding when the client chose that:
/// client-first → <see cref="Challenge"/> → client-final → <see cref="Verify"/>.
/// </summary>
public sealed class ScramServer(ScramCredential credential, string serverNonce)
{
    public const string Mechanism = "SCRAM-SHA-256";
    public const string BoundMechanism = "SCRAM-SHA-256-PLUS";
    private const string BindingFlag = "p=";
    private const string BindingType = "tls-server-end-point";
    private string _clientFirstBare = "";
    private string _serverFirst = "";
    private string _gs2Header = "";
    private string _nonce = "";

    public ScramServer(ScramCredential credential) : this(credential, Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)))
    {
    }

    /// <summary>What a login over this connection can be bound to (<see cref="EndPointBinding"/>); <c>null</c> when <see cref="BoundMechanism"/> was not offered.</summary>
    public byte[]? ChannelBinding { get; init; }

    /// <summary>Whether the client chose <see cref="BoundMechanism"/>.</summary>
    public bool IsBound { get; init; }

    /// <summary>Takes <c>n,,n=user,r=nonce</c> and answers <c>r=nonce,s=salt,i=iterations</c>. The user name in it is not looked at: the startup packet has it.</summary>
    public byte[] Challenge(ReadOnlySpan<byte> clientFirst)
    {
        var message = Text(clientFirst);
        var flagEnd = message.IndexOf(',', StringComparison.Ordinal);
        var headerEnd = flagEnd < 0 ? -1 : message.IndexOf(',', flagEnd + 1);
        CheckBindingFlag(flagEnd < 0 ? message : message[..flagEnd]);
        if (headerEnd < 0) throw Malformed("The header is not complete.");
        if (headerEnd > flagEnd + 1) throw GatewayException.Unsupported("an authorization identity in a SCRAM login");
        _gs2Header = message[..(headerEnd + 1)];
        _clientFirstBare = message[(headerEnd + 1)..];
        var attributes = _clientFirstBare.Split(',');
        if (attributes[0].StartsWith("m=", StringComparison.Ordinal)) throw GatewayException.Unsupported("a mandatory SCRAM extension");
        if (attributes.Length < 2 || !attributes[0].StartsWith("n=", StringComparison.Ordinal)) throw Malformed("The user name is missing.");
        var clientNonce = Attribute(attributes[1], 'r');
        if (clientNonce.Length == 0 || clientNonce.Any(c => c is < '!' or > '~')) throw Malformed("The nonce holds characters that are not allowed.");
        _nonce = clientNonce + serverNonce;
        _serverFirst = string.Create(CultureInfo.InvariantCulture, $"r={_nonce},s={Convert.ToBase64String(credential.Salt.Span)},i={credential.Iterations}");
        return Encoding.UTF8.GetBytes(_serverFirst);
    }

    /// <summary>Takes <c>c=binding,r=nonce,p=proof</c>; answers <c>v=signature</c>, or <c>null</c> when the proof is wrong.</summary>
    public byte[]? Verify(ReadOnlySpan<byte> clientFinal)
    {
        var message = Text(clientFinal);
        var proofStart = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofStart < 0) throw Malformed("The proof is missing.");
        var withoutProof = message[..proofStart];
        var attributes = withoutProof.Split(',');
        if (attributes.Length < 2) throw Malformed("The nonce is missing.");
        byte[] bound = [.. Encoding.UTF8.GetBytes(_gs2Header), .. IsBound ? ChannelBinding! : []];
        if (Attribute(attributes[0], 'c') != Convert.ToBase64String(bound))
            throw IsBound
                ? new GatewayException(SqlState.InvalidAuthorizationSpecification, "SCRAM channel binding check failed")
                : new GatewayException(SqlState.ProtocolViolation, "unexpected SCRAM channel-binding attribute in client-final-message");
        if (Attribute(attributes[1], 'r') != _nonce) throw new GatewayException(SqlState.ProtocolViolation, "invalid SCRAM response") { Detail = "Nonce does not match." };
        Span<byte> proof = stackalloc byte[SHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(message[(proofStart + 3)..], proof, out var length) || length != proof.Length) throw Malformed("The proof is malformed.");

        var authMessage = Encoding.UTF8.GetBytes($"{_clientFirstBare},{_serverFirst},{withoutProof}");
        if (!IsProofOfStoredKey(proof, authMessage)) return null;
        var signature = HMACSHA256.HashData(credential.ServerKey.Span, authMessage);
        return Encoding.UTF8.GetBytes("v=" + Convert.ToBase64String(signature));
    }

    // 'n': the client does not bind. 'y': it would have, but has seen no offer: then somebody in between has taken ours away. 'p': it binds.
    private void CheckBindingFlag(string flag)
    {
        switch (flag)
        {
            case "n" or "y" when IsBound:
                throw Malformed("The client selected SCRAM-SHA-256-PLUS, but the SCRAM message does not include channel binding data.");
            case "y" when ChannelBinding is not null:
                throw new GatewayException(SqlState.InvalidAuthorizationSpecification, "SCRAM channel binding negotiation error")
                {
                    Detail = "The client supports SCRAM channel binding but thinks the server does not. However, this server does support channel binding.",
                };
            case "n" or "y":
                return;
            case var _ when !flag.StartsWith(BindingFlag, StringComparison.Ordinal):
                throw Malformed("The channel binding flag is missing.");
            case var _ when !IsBound:
                throw Malformed("The client selected SCRAM-SHA-256 without channel binding, but the SCRAM message includes channel binding data.");
            case var _ when flag[BindingFlag.Length..] != BindingType:
                throw new GatewayException(SqlState.ProtocolViolation, "unsupported SCRAM channel-binding type");
        }
    }

    // ClientProof = ClientKey XOR HMAC(StoredKey, AuthMessage), and StoredKey = H(ClientKey).
    private bool IsProofOfStoredKey(ReadOnlySpan<byte> proof, ReadOnlySpan<byte> authMessage)
    {
        var clientKey = HMACSHA256.HashData(credential.StoredKey.Span, authMessage);
        for (var i = 0; i < clientKey.Length; i++) clientKey[i] ^= proof[i];
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(clientKey), credential.StoredKey.Span);
    }

    private static string Attribute(string text, char name) =>
        text.Length > 2 && text[0] == name && text[1] == '=' ? text[2..] : throw Malformed($"Attribute \"{name}\" is missing.");

    private static string Text(ReadOnlySpan<byte> message) =>
        message.Contains((byte)0) ? throw Malformed("The message holds a zero byte.") : Wire.WireReader.ReadText(message);

    private static GatewayException Malformed(string detail) => new(SqlState.ProtocolViolation, "malformed SCRAM message") { Detail = detail };
}
