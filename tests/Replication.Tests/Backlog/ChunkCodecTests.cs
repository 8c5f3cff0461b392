using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Tests.Backlog;

public sealed class ChunkCodecTests
{
    [Fact]
    public void Columns_of_every_type_come_back_as_they_were()
    {
        var live = ArrowBuffer.LiveCount;
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            using var batch = RandomColumns.Batch(random, random.Next(5) == 0 ? 0 : random.Next(1, 200));
            using var chunk = Chunk(batch.Retain());
            using var read = RoundTrip(chunk);
            RandomColumns.ShouldBe(read.Tables[0].Rows, batch);
        }

        ArrowBuffer.LiveCount.ShouldBe(live);
    }

    [Fact]
    public void Slices_are_written_without_what_is_around_them()
    {
        var live = ArrowBuffer.LiveCount;
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            using var batch = RandomColumns.Batch(random, 100);
            var start = random.Next(100);
            using var slice = batch.Slice(start, random.Next(100 - start));
            using var again = slice.Slice(slice.Length / 3, slice.Length / 2);
            using var chunk = Chunk(again.Retain());
            using var read = RoundTrip(chunk);
            RandomColumns.ShouldBe(read.Tables[0].Rows, again);
        }

        ArrowBuffer.LiveCount.ShouldBe(live);
    }

    [Fact]
    public void Large_values_and_many_tables_fit_a_chunk()
    {
        using var builder = new ArrayBuilder(BinaryType.Default);
        for (var i = 0; i < 3; i++) builder.AppendBytes(Enumerable.Repeat((byte)i, 2 << 20).ToArray());
        using var large = new RecordBatch(new Schema([new Field("y", SqlType.Bytea)]), [builder.Finish()], 3);
        using var chunk = new ChangeChunk(
            [TestChunks.Transaction(1), TestChunks.Transaction(2)],
            [new TableChanges(7, large.Retain()), new TableChanges(300, RandomColumns.Batch(new Random(1), 10)), new TableChanges(8, large.Retain())],
            EndsInTransaction: true);
        using var read = RoundTrip(chunk);
        read.Tables.Select(table => table.Table).ShouldBe([7, 300, 8]);
        read.Transactions.ShouldBe(chunk.Transactions);
        read.EndsInTransaction.ShouldBeTrue();
        RandomColumns.ShouldBe(read.Tables[2].Rows, large);
    }

    [Fact]
    public void Markers_and_definitions_come_back()
    {
        using var marker = RoundTrip(TestChunks.Marker(5, "B1_2_3"));
        marker.Marker.ShouldBe("B1_2_3");
        marker.End.ShouldBe(TestChunks.PositionOf(5));
        using var changed = RoundTrip(new ChangeChunk([TestChunks.Transaction(6)], []) { DefinitionChange = new TableDefinitionChange(3, TestChunks.Table) });
        changed.DefinitionChange.ShouldBe(new TableDefinitionChange(3, TestChunks.Table));
        using var gone = RoundTrip(new ChangeChunk([TestChunks.Transaction(7)], []) { DefinitionChange = new TableDefinitionChange(3, null) });
        gone.DefinitionChange.ShouldBe(new TableDefinitionChange(3, null));
    }

    [Fact]
    public void A_schema_is_written_once()
    {
        var schemas = new SchemaNumbers([]);
        using var chunk = TestChunks.Whole(1);
        using var first = new PayloadWriter(16);
        ChunkCodec.Write(first, chunk, schemas).ShouldBe(1);
        using var second = new PayloadWriter(16);
        ChunkCodec.Write(second, chunk, schemas).ShouldBe(0);
        second.Length.ShouldBeLessThan(first.Length / 2);
    }

    [Fact]
    public void Bytes_that_end_early_are_an_error_and_leave_no_memory_behind()
    {
        var live = ArrowBuffer.LiveCount;
        using (var chunk = Chunk(RandomColumns.Batch(new Random(4), 20)))
        using (var writer = new PayloadWriter(16))
        {
            var schemas = new SchemaNumbers([]);
            ChunkCodec.Write(writer, chunk, schemas);
            for (var length = 0; length < writer.Length; length += 3)
                Should.Throw<InvalidDataException>(() => ChunkCodec.Read(writer.Written.Span[..length], false, [schemas[0]]));
        }

        ArrowBuffer.LiveCount.ShouldBe(live);
    }

    [Fact]
    public void Whole_transactions_do_not_wait_for_the_end_of_the_one_behind_them()
    {
        using var rest = TestChunks.Open(3, count: 1, rows: 2);
        var parts = OpenTransaction.CutOff(TestChunks.Open(1, count: 3, rows: 2));
        parts.Select(TestChunks.Describe).ShouldBe(["1 2: 1/0=1 1/1=1 2/0=2 2/1=2", "3…: 3/0=3 3/1=3"]);
        foreach (var part in parts) part.Dispose();
        OpenTransaction.CutOff(rest).ShouldHaveSingleItem().ShouldBe(rest);
    }

    private static ChangeChunk Chunk(RecordBatch rows) => new([TestChunks.Transaction(1)], [new TableChanges(1, rows)]);

    private static ChangeChunk RoundTrip(ChangeChunk chunk)
    {
        var schemas = new SchemaNumbers([]);
        using var writer = new PayloadWriter(16);
        ChunkCodec.Write(writer, chunk, schemas);
        var (last, marker, defined) = ChunkCodec.ReadHead(writer.Written.Span);
        last.ShouldBe(chunk.Transactions[^1].Position);
        marker.ShouldBe(chunk.Marker);
        return ChunkCodec.Read(writer.Written.Span, chunk.EndsInTransaction, defined);
    }
}
