using FederationGateway.Adapters.Abstractions;
using Shouldly;
using Xunit;

namespace FederationGateway.Replication.Tests;

public sealed class ChangePositionTests
{
    [Theory]
    [InlineData("00", "01")]
    [InlineData("7F", "80")]
    [InlineData("00000000FFFFFFFF", "0000000100000000")]
    [InlineData("01", "0100")]
    public void Positions_are_ordered_by_their_bytes_without_a_sign(string earlier, string later)
    {
        ChangePosition.FromHex(earlier).ShouldBeLessThan(ChangePosition.FromHex(later));
        (ChangePosition.FromHex(later) <= ChangePosition.FromHex(earlier)).ShouldBeFalse();
    }

    [Fact]
    public void A_position_is_read_from_what_it_prints()
    {
        var position = new ChangePosition(new byte[] { 0, 200, 3 });
        ChangePosition.FromHex(position.ToString()).ShouldBe(position);
    }

    [Fact]
    public void A_position_that_no_dictionary_view_could_show_is_refused() => Should.Throw<ArgumentException>(() => new ChangePosition(new byte[ChangePosition.MostBytes + 1]));
}
