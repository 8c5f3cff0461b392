using System.Text;
using FederationGateway.Common;
using FederationGateway.PgWire.Auth;
using FederationGateway.PgWire.Tests.Wire;

namespace FederationGateway.PgWire.Tests.Auth;

public class ScramTests
{
    // RFC 7677, section 3.
    private const string ClientFirst = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private const string ServerFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private const string ClientFinal = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private const string ServerFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";
    private const string ServerNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static readonly ScramCredential Pencil = ScramCredential.Derive("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);

    [Fact]
    public void Follows_the_example_of_the_RFC()
    {
        var server = new ScramServer(Pencil, ServerNonce);
        Encoding.UTF8.GetString(server.Challenge(Encoding.UTF8.GetBytes(ClientFirst))).ShouldBe(ServerFirst);
        Encoding.UTF8.GetString(server.Verify(Encoding.UTF8.GetBytes(ClientFinal))!).ShouldBe(ServerFinal);
    }

    [Fact]
    public void Refuses_a_wrong_proof()
    {
        var server = new ScramServer(ScramCredential.Derive("pencils", Pencil.Salt.Span, 4096), ServerNonce);
        server.Challenge(Encoding.UTF8.GetBytes(ClientFirst));
        server.Verify(Encoding.UTF8.GetBytes(ClientFinal)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("n,,")]
    [InlineData("n,,n=user")]
    [InlineData("n,,r=abc,n=user")]
    [InlineData("n,,n=user,r=")]
    [InlineData("n,,n=user,r=a\u0001b")]
    [InlineData("p=tls-server-end-point,,n=user,r=abc")]
    [InlineData("n,a=other,n=user,r=abc")]
    [InlineData("n,,m=ext,n=user,r=abc")]
    public void Refuses_malformed_first_messages(string message) =>
        Should.Throw<GatewayException>(() => new ScramServer(Pencil).Challenge(Encoding.UTF8.GetBytes(message)));

    [Theory]
    [InlineData("")]
    [InlineData("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")]
    [InlineData("c=biws,r=other,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")]
    [InlineData("c=eSws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")]
    [InlineData("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=AAAA")]
    [InlineData("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=!!!")]
    public void Refuses_malformed_final_messages(string message)
    {
        var server = new ScramServer(Pencil, ServerNonce);
        server.Challenge(Encoding.UTF8.GetBytes(ClientFirst));
        Should.Throw<GatewayException>(() => server.Verify(Encoding.UTF8.GetBytes(message)));
    }

    [Theory]
    [InlineData(false, "y,,n=user,r=abc", "28000")]                                 // somebody has taken the offer away
    [InlineData(false, "p=tls-server-end-point,,n=user,r=abc", "08P01")]
    [InlineData(true, "n,,n=user,r=abc", "08P01")]
    [InlineData(true, "y,,n=user,r=abc", "08P01")]
    [InlineData(true, "p=tls-unique,,n=user,r=abc", "08P01")]
    [InlineData(true, "p=tls-server-end-point,a=other,n=user,r=abc", "0A000")]
    public void Refuses_a_binding_that_does_not_fit_the_mechanism(bool isBound, string message, string code)
    {
        var server = new ScramServer(Pencil) { ChannelBinding = [1, 2, 3], IsBound = isBound };
        Should.Throw<GatewayException>(() => server.Challenge(Encoding.UTF8.GetBytes(message))).State.Code.ShouldBe(code);
    }

    [Fact]
    public void Refuses_a_proof_made_for_another_connection()
    {
        var server = new ScramServer(Pencil, ServerNonce) { ChannelBinding = [1, 2, 3], IsBound = true };
        server.Challenge("p=tls-server-end-point,,n=user,r=abc"u8);
        var other = Convert.ToBase64String([.. "p=tls-server-end-point,,"u8, 1, 2, 4]);
        Should.Throw<GatewayException>(() => server.Verify(Encoding.UTF8.GetBytes($"c={other},r=abc{ServerNonce},p=AAAA"))).State.Code.ShouldBe("28000");
    }

    [Fact]
    public void Stored_form_reads_back()
    {
        var stored = ScramCredential.Create("pencil");
        var read = ScramCredential.Parse(stored.ToString());
        read.StoredKey.ToArray().ShouldBe(stored.StoredKey.ToArray());
        read.ServerKey.ToArray().ShouldBe(stored.ServerKey.ToArray());
        read.Salt.ToArray().ShouldBe(stored.Salt.ToArray());
        Should.Throw<FormatException>(() => ScramCredential.Parse("md5abc"));
    }

    [Theory]
    [InlineData("pencil", "pencil")]
    [InlineData("a\u00adb", "ab")]           // soft hyphen: mapped to nothing
    [InlineData("a\u00a0b", "a b")]          // no-break space: mapped to a space
    [InlineData("\u00e9", "\u00e9")]
    [InlineData("\ud800", "\ud800")]         // a lone surrogate stays as it is
    public void Prepares_passwords(string password, string prepared) => SaslPrep.Prepare(password).ShouldBe(prepared);

    [Fact]
    public void Unknown_users_get_a_salt_that_does_not_change()
    {
        var mock = new MockCredential([1, 2, 3]);
        mock.For("bob").Salt.ToArray().ShouldBe(mock.For("bob").Salt.ToArray());
        mock.For("bob").Salt.ToArray().ShouldNotBe(mock.For("eve").Salt.ToArray());
    }

    [Fact]
    public void Understands_its_own_client()
    {
        var client = new ScramClient("pencil");
        var server = new ScramServer(Pencil);
        client.Check(server.Verify(client.Answer(server.Challenge(client.First)))!);
    }
}
