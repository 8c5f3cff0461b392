using System.Security.Cryptography;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.PgWire.Auth;

namespace FederationGateway.Gateway.Hosting;

/// <summary>Makes the administrator's account when there is none, and the schema everybody starts in.</summary>
internal static class FirstStart
{
    public const string Administrator = "admin";

    private const string Public = "public";

    /// <summary>
    /// The password that was made up for a new account, to be printed once; null when the account existed or the password came from <paramref name="password"/>,
    /// which also replaces an existing one.
    /// </summary>
    public static async Task<string?> PrepareAsync(CatalogStore store, string? password, CancellationToken cancellationToken)
    {
        var existing = store.Current.Roles.FindExact(Administrator);
        if (existing is not null && password is null) return null;
        if (existing is not null && Verifies(existing, password!)) return null;
        var made = password is null ? Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)).Replace('+', '-').Replace('/', '_') : null;
        using var connection = store.Connect();
        await connection.ExecuteAsync("BEGIN TRANSACTION", cancellationToken);
        using var catalog = await store.BeginAsync(connection, cancellationToken);
        var verifier = ScramCredential.Create(password ?? made!).ToString();
        if (existing is not null) catalog.Replace(existing, existing with { PasswordVerifier = verifier });
        else
        {
            var administrator = new RoleEntry(catalog.NewOid(), Administrator) { IsAdministrator = true, CanLogIn = true, PasswordVerifier = verifier };
            catalog.Add(administrator);
            SchemaChanges.Create(catalog, Public, ifNotExists: true, Administrator);
            var everybodys = SecuredObject.Of(catalog.Snapshot.FindSchema(Public)!);
            if (!catalog.Snapshot.AccessLists.ContainsKey(everybodys)) Grants.Add(catalog, everybodys, administrator.Oid, [Grant.Public], new GrantedPrivilege(Privilege.Usage, null), withGrantOption: false);
        }

        await connection.CommitAsync();
        catalog.Publish();
        return made;
    }

    private static bool Verifies(RoleEntry account, string password)
    {
        if (account.PasswordVerifier is not { } verifier) return false;
        var stored = ScramCredential.Parse(verifier);
        return CryptographicOperations.FixedTimeEquals(ScramCredential.Derive(password, stored.Salt.Span, stored.Iterations).StoredKey.Span, stored.StoredKey.Span);
    }
}
