using System.Text;
using FederationGateway.Catalog.Store;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Catalog.Tests.Fixtures;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Tests.Store;

public class CredentialTests
{
    [Fact]
    public void A_password_is_in_no_file_no_view_and_no_text()
    {
        using var store = Landscape.Create();
        store.Execute("CHECKPOINT");
        var entry = store.Current.Credentials.Values.Single();
        var snapshot = store.Current;
        Assert(snapshot);
        store.Reopen();
        foreach (var file in Directory.EnumerateFiles(store.Directory, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Landscape.Secret)).ShouldBe(-1, file);
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(Landscape.Secret)))).ShouldBe(-1, file);
        }

        entry.ToString().ShouldBe("***");

        static void Assert(CatalogSnapshot snapshot)
        {
            foreach (var view in SystemViewTable.All)
                foreach (var value in view.Rows(ViewRows.Context(snapshot)).SelectMany(row => row))
                {
                    var text = value is Array items ? string.Join(' ', items.Cast<object>()) : value?.ToString() ?? "";
                    text.ShouldNotContain(Landscape.Secret, Case.Sensitive, view.Name);
                    text.ShouldNotContain("in-the-wrong-place", Case.Sensitive, view.Name);
                    text.ShouldNotContain("SCRAM-SHA-256$", Case.Sensitive, view.Name);
                }
        }
    }

    [Fact]
    public void A_credential_comes_back_with_its_key_alone()
    {
        using var store = Landscape.Create();
        var entry = store.Current.Credentials.Values.Single();
        store.Store.Vault.Decrypt(entry)["password"].ShouldBe(Landscape.Secret);
        var key = Path.Combine(store.Directory, "credential.key");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Delete(key);
        store.Reopen();
        Should.Throw<GatewayException>(() => store.Store.Vault.Decrypt(entry)).Hint!.ShouldContain("ALTER REMOTE SOURCE");
    }

    [Fact]
    public void A_credential_moved_to_another_source_does_not_open()
    {
        using var store = Landscape.Create();
        var entry = store.Current.Credentials.Values.Single();
        Should.Throw<GatewayException>(() => store.Store.Vault.Decrypt(entry with { SourceOid = entry.SourceOid + 1 }));
    }

    [Fact]
    public void The_same_credential_is_never_stored_the_same_way_twice()
    {
        using var directory = new TemporaryDirectory();
        var vault = CredentialVault.Open(Path.Combine(directory.Path, "keys", "k"));
        var credential = new Dictionary<string, string> { ["password"] = "p" };
        vault.Encrypt(1, credential).ShouldNotBe(vault.Encrypt(1, credential));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 at all!")]
    [InlineData("c2hvcnQ=")]
    public void A_file_that_holds_no_key_is_refused(string content)
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "k");
        File.WriteAllText(path, content);
        Should.Throw<GatewayException>(() => CredentialVault.Open(path)).Message.ShouldContain("256-bit key");
    }
}
