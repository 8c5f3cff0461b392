using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb.Tests;

public class SmokeTests
{
    [Fact]
    public async Task Joins_a_slot_with_a_series()
    {
        using var engine = DuckDbEngine.Open(new EngineOptions());
        var schema = new Schema([new Field("id", SqlType.Int4), new Field("name", SqlType.Text)]);
        using var ids = new ArrayBuilder(schema.FieldsList[0].DataType);
        using var names = new ArrayBuilder(schema.FieldsList[1].DataType);
        for (var i = 0; i < 5000; i++)
        {
            ids.Append(i);
            if (i % 7 == 0) names.AppendNull();
            else names.AppendString($"name number {i}");
        }

        using var list = new BatchList(schema, [new RecordBatch(schema, [ids.Finish(), names.Finish()], 5000)]);
        var slot = engine.OpenSlot(list);
        using var connection = engine.Connect();
        var expected = new Schema([new Field("n", SqlType.Int8), new Field("s", SqlType.Numeric(38, 0)), new Field("m", SqlType.Text)]);
        await using var reader = connection.Query($"SELECT count(c1), sum(c0), max(c1) FROM gw_scan({slot})", expected, CancellationToken.None);
        using var batch = (await reader.ReadAsync(CancellationToken.None)).ShouldNotBeNull();
        batch.Column(0).GetValue<long>(0).ShouldBe(5000 - 715);
        batch.Column(1).GetValue<Int128>(0).ShouldBe(4999 * 5000 / 2);
        batch.Column(2).GetString(0).ShouldBe("name number 999");
        (await reader.ReadAsync(CancellationToken.None)).ShouldBeNull();
    }
}
