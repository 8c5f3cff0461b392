using FederationGateway.Common;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>Where changes are dense, rows stay where they are in the target, and become what they would have become otherwise.</summary>
public sealed class InPlaceTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(1000, 198)]
    public async Task Dense_changes_leave_rows_where_they_are(long least, int expectedLast)
    {
        using var landscape = new Landscape(SourceStream.Define("t", 1, ("id", SqlType.Int4), ("v", SqlType.Text)));
        landscape.Configure(options => options with { InPlaceRows = least });
        landscape.Subscribe("target");
        landscape.Execute("target", "INSERT INTO {0} SELECT i, 'old' FROM range(100) r(i)");
        landscape.Stream.Begin();
        for (var id = 0; id < 98; id++) landscape.Stream.Row(1, 'A', id, "new");
        landscape.Stream.Row(1, 'X', 98, null).Row(1, 'I', 100, "more").Row(1, 'A', 0, "newest").Send();
        await landscape.ApplyAsync();

        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("target").ShouldBe(((string[])["0 newest", "99 old", "100 more", .. Enumerable.Range(1, 97).Select(id => $"{id} new")]).Order(StringComparer.Ordinal));
        landscape.LastRow("target").ShouldBe(expectedLast);
    }
}
