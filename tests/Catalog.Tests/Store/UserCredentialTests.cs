using System.Text;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Tests.Fixtures;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Tests.Store;

/// <summary>Users' own credentials at sources.</summary>
public class UserCredentialTests
{
    private static readonly Dictionary<string, string> Secret = new() { ["user"] = "anna_crm", ["password"] = "Yak-Copper-8872" };

    [Fact]
    public void A_users_credential_goes_before_the_sources_and_survives_a_restart()
    {
        using var store = Landscape.Create();
        var (crm, anna) = Give(store);
        store.Reopen();
        store.Store.Vault.Decrypt(store.Current.CredentialOf(crm.Oid, anna.Oid)!)["user"].ShouldBe("anna_crm");
        store.Current.CredentialOf(crm.Oid, anna.Oid + 1000).ShouldBe(store.Current.Credentials.GetValueOrDefault(crm.Oid));
    }

    [Fact]
    public void It_cannot_be_read_as_anothers()
    {
        using var store = Landscape.Create();
        var (crm, anna) = Give(store);
        var entry = store.Current.CredentialOf(crm.Oid, anna.Oid)!;
        foreach (var moved in new[] { entry with { User = 0 }, entry with { User = anna.Oid + 1 }, entry with { SourceOid = crm.Oid + 1 } })
            Should.Throw<GatewayException>(() => store.Store.Vault.Decrypt(moved)).State.ShouldBe(SqlState.InvalidAuthorizationSpecification);
        entry.ToString().ShouldNotContain("Yak");
        Encoding.UTF8.GetString(Convert.FromBase64String(entry.Ciphertext)).ShouldNotContain("Yak");
    }

    [Fact]
    public void It_goes_with_its_user_with_its_source_and_with_another_configuration()
    {
        using (var store = Landscape.Create())
        {
            var (_, anna) = Give(store);
            store.Change(change => RoleChanges.Drop(change, anna));
            store.Current.UserCredentials.ShouldBeEmpty();
        }

        using (var store = Landscape.Create())
        {
            var (crm, _) = Give(store);
            store.Change(change => RemoteSources.Drop(change, crm, cascade: true));
            store.Current.UserCredentials.ShouldBeEmpty();
        }

        using (var store = Landscape.Create())
        {
            var (crm, _) = Give(store);
            store.Change(change => RemoteSources.Reconfigure(change, crm, null, [KeyValuePair.Create("host", "elsewhere")], null, null, dropCredential: false));
            store.Current.UserCredentials.ShouldBeEmpty();
        }
    }

    private static (RemoteSourceEntry Source, RoleEntry User) Give(SampleStore store)
    {
        store.Change(change => RoleChanges.Create(change, new RoleEntry(change.NewOid(), "anna")));
        var (crm, anna) = (store.Current.FindSource("crm")!, store.Current.Roles.FindExact("anna")!);
        store.Change(change => change.SetUserCredential(crm, anna.Oid, "PASSWORD", Secret));
        return (crm, anna);
    }
}
