using System.Security.Cryptography;
using System.Text;

namespace FederationGateway.PgWire.Auth;

/// <summary>
/// A credential nobody has the password of, for users that do not exist: the exchange then looks like any other until it fails.
/// The salt is the same each time for one name, as it is for real users, and after a restart too when the secret is.
/// </summary>
public sealed class MockCredential(byte[] secret)
{
    public ScramCredential For(string user)
    {
        var salt = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(user)).AsMemory(0, 16);
        return new ScramCredential(salt, ScramCredential.DefaultIterations, RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
    }
}
