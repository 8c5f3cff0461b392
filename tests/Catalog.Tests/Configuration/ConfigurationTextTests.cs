using FederationGateway.Catalog.Configuration;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Tests.Configuration;

public class ConfigurationTextTests
{
    [Theory]
    [InlineData("host=h;port=5432", "host=h|port=5432")]
    [InlineData(" Host = h ; ", "host=h")]
    [InlineData("path=\"a;b\"\"c\";x=1", "path=a;b\"c|x=1")]
    [InlineData("a=;b=x=y", "a=|b=x=y")]
    [InlineData("", "")]
    [InlineData("<?xml version=\"1.0\"?><ConnectionProperties name=\"c\"><PropertyGroup><PropertyEntry name=\"Host\">h</PropertyEntry></PropertyGroup><PropertyEntry name=\"port\">1</PropertyEntry></ConnectionProperties>", "host=h|port=1")]
    [InlineData("<PropertyEntry name=\"a\">x &amp; y</PropertyEntry><PropertyEntry name=\"b\"></PropertyEntry>", "a=x & y|b=")]
    public void Keys_and_values_are_read(string text, string expected) =>
        string.Join('|', ConfigurationText.Parse(text).Select(entry => $"{entry.Key}={entry.Value}")).ShouldBe(expected);

    [Theory]
    [InlineData("host")]
    [InlineData("=value")]
    [InlineData("a=1;A=2")]
    [InlineData("a=\"open")]
    [InlineData("<PropertyEntry name=\"a\">1")]
    [InlineData("<PropertyEntry>1</PropertyEntry>")]
    [InlineData("<PropertyEntry name=\"a\">1</PropertyEntry><PropertyEntry name=\"A\">2</PropertyEntry>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><PropertyEntry name=\"a\">&e;</PropertyEntry>")]
    public void What_is_malformed_is_refused(string text) => Should.Throw<GatewayException>(() => ConfigurationText.Parse(text)).State.ShouldBe(SqlState.InvalidOptionValue);

    [Theory]
    [InlineData("user=u;password=\"p;q\"", "user=u|password=p;q")]
    [InlineData("username=u;password=p", "user=u|password=p")]
    [InlineData("<CredentialEntry name=\"c\"><username>u</username><password>p&lt;</password></CredentialEntry>", "user=u|password=p<")]
    public void Credentials_are_read_in_every_form(string text, string expected) =>
        string.Join('|', CredentialText.Parse(text).Select(entry => $"{entry.Key}={entry.Value}")).ShouldBe(expected);

    [Theory]
    [InlineData("user=u;password=s3cret;user=v")]
    [InlineData("user=u;username=v;password=s3cret")]
    [InlineData("user=u;password=\"s3cret")]
    [InlineData("s3cret")]
    [InlineData("<CredentialEntry><password>s3cret</pass></CredentialEntry>")]
    [InlineData("<CredentialEntry><user>a</user><user>b</user><password>s3cret</password></CredentialEntry>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e \"s3cret\">]><CredentialEntry><password>&e;</password></CredentialEntry>")]
    public void Refusing_a_credential_never_repeats_it(string text)
    {
        var refused = Should.Throw<GatewayException>(() => CredentialText.Parse(text));
        refused.State.ShouldBe(SqlState.InvalidOptionValue);
        refused.ToString().ShouldNotContain("s3cret");
        refused.Detail!.ShouldNotContain("s3cret");
    }
}
