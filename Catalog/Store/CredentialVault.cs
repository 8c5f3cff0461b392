using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Store;

/// <summary>
/// Encrypts credentials with AES-256-GCM under a key that is in a file of its own, so that the data file alone reveals nothing. A credential is bound to its
/// source and its user: moved to another's row it does not decrypt.
/// </summary>
public sealed class CredentialVault
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly byte[] _key;

    private CredentialVault(byte[] key) => _key = key;

    /// <summary>Reads the key file, or makes it, readable by its owner alone.</summary>
    public static CredentialVault Open(string keyPath)
    {
        if (!File.Exists(keyPath)) Create(keyPath);
        var text = File.ReadAllText(keyPath).Trim();
        var key = new byte[KeyBytes];
        if (!Convert.TryFromBase64String(text, key, out var length) || length != KeyBytes)
            throw new GatewayException(SqlState.InvalidParameterValue, $"the key file {keyPath} does not hold a 256-bit key in base64");
        return new CredentialVault(key);
    }

    /// <summary>Bytes that only who has the key can know, the same each time for one purpose.</summary>
    public byte[] Derive(string purpose) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(purpose));

    /// <param name="user">The role it belongs to; 0 for the source's own.</param>
    public string Encrypt(long sourceOid, IReadOnlyDictionary<string, string> credential, long user = 0)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(credential);
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), Context(sourceOid, user));
        CryptographicOperations.ZeroMemory(plain);
        return Convert.ToBase64String(sealedBytes);
    }

    /// <summary>The keys and values. Fails when the key file is not the one it was encrypted with.</summary>
    public IReadOnlyDictionary<string, string> Decrypt(CredentialEntry credential)
    {
        var sealedBytes = Convert.FromBase64String(credential.Ciphertext);
        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        try
        {
            aes.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), plain, Context(credential.SourceOid, credential.User));
        }
        catch (CryptographicException e)
        {
            throw new GatewayException(SqlState.InvalidAuthorizationSpecification, "the stored credential cannot be decrypted", e)
            {
                Hint = "The credential key file is not the one the credential was stored with. Restore it, or set the credential again with ALTER REMOTE SOURCE.",
            };
        }

        return JsonSerializer.Deserialize<Dictionary<string, string>>(plain) ?? [];
    }

    private static byte[] Context(long sourceOid, long user) => Encoding.UTF8.GetBytes(user == 0 ? $"remote source {sourceOid}" : $"remote source {sourceOid} user {user}");

    private static void Create(string keyPath)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(keyPath))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Under its name only when it is whole: a crash must not leave half a key.
        var unfinished = $"{keyPath}.{Guid.NewGuid():N}";
        using (var file = new FileStream(unfinished, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, keyPath);
    }
}
