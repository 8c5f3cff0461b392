using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Adapters.PostgreSql.Tests;

public sealed class VersionTests
{
    [Theory]
    [InlineData("14.9", true)]
    [InlineData("9.6.24", true)]
    [InlineData("15.8 (Debian 15.8-1)", false)]
    [InlineData("16beta1", false)]
    [InlineData("", false)]
    public void Servers_before_15_have_no_MERGE(string version, bool isMissing) =>
        new PostgreSqlAdapter().LackingIn(new SourceVersion("PostgreSQL", version)).Any(lacking => lacking.Key == Capability.Merge).ShouldBe(isMissing);
}
