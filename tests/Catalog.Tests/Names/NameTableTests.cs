using FederationGateway.Common;

namespace FederationGateway.Catalog.Tests.Names;

public class NameTableTests
{
    private static readonly NameTable<string> Table = NameTable<string>.Empty.With("orders", "lower").With("Orders", "mixed").With("CUSTOMERS", "upper");

    [Theory]
    [InlineData("orders", "lower")]
    [InlineData("Orders", "mixed")]
    [InlineData("customers", "upper")]
    [InlineData("Customers", "upper")]
    [InlineData("missing", null)]
    public void The_exact_spelling_comes_first_then_a_unique_other(string name, string? expected) => Table.Find(name).ShouldBe(expected);

    [Fact]
    public void Several_spellings_and_none_exact_is_ambiguous()
    {
        var refused = Should.Throw<GatewayException>(() => Table.Find("ORDERS"));
        refused.State.ShouldBe(SqlState.AmbiguousColumn);
        refused.Message.ShouldContain("\"orders\" and \"Orders\"");
    }

    [Fact]
    public void A_removed_name_makes_room()
    {
        Table.Without("orders").Find("ORDERS").ShouldBe("mixed");
        Table.Without("orders").Without("Orders").Find("orders").ShouldBeNull();
        Table.Without("ORDERS").ShouldBeSameAs(Table);
        Table.With("orders", "again").Find("orders").ShouldBe("again");
        Table.With("orders", "again").Count.ShouldBe(3);
    }
}
