using FederationGateway.PgWire.Tests.Fakes;
using Npgsql;
using NpgsqlTypes;

namespace FederationGateway.PgWire.Tests;

/// <summary>Npgsql as a client: binary parameters and results, prepared statements, batches, COPY, cancelling.</summary>
public class NpgsqlTests(FakeServerFixture fixture)
{
    public static TheoryData<string, object> Values() => new()
    {
        { "boolean", true },
        { "int2", (short)-5 },
        { "int4", 42 },
        { "int8", long.MinValue },
        { "float4", 1.5f },
        { "float8", -1e300 },
        { "numeric", 12345.6789m },
        { "text", "héllo ☃" },
        { "bytea", new byte[] { 0, 1, 255 } },
        { "uuid", Guid.Parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11") },
        { "date", new DateOnly(2024, 2, 29) },
        { "time", new TimeOnly(4, 5, 6, 789) },
        { "timestamp", new DateTime(2024, 1, 31, 4, 5, 6, DateTimeKind.Unspecified) },
        { "timestamptz", new DateTime(2024, 1, 31, 4, 5, 6, DateTimeKind.Utc) },
        { "interval", new TimeSpan(3, 4, 5, 6, 789) },
        { "json", "{\"a\": 1}" },
        { "jsonb", "{\"a\": 1}" },
    };

    [Theory, MemberData(nameof(Values))]
    public async Task Values_come_back_as_they_went(string type, object value)
    {
        await using var source = Source();
        await using var command = source.CreateCommand($"select $1::{type}");
        command.Parameters.Add(new NpgsqlParameter { Value = value, DataTypeName = type });
        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(value);
    }

    [Fact]
    public async Task Arrays_and_nulls_come_back_as_they_went()
    {
        await using var source = Source();
        await using var command = source.CreateCommand("select $1::int4[], $2::text[], $3::text");
        command.Parameters.Add(new NpgsqlParameter { Value = new[] { 1, 2, 3 } });
        command.Parameters.Add(new NpgsqlParameter { Value = new[] { "a", null, "c,d" } });
        command.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        reader.GetFieldValue<int[]>(0).ShouldBe([1, 2, 3]);
        reader.GetFieldValue<string?[]>(1).ShouldBe(["a", null, "c,d"]);
        reader.IsDBNull(2).ShouldBeTrue();
    }

    [Fact]
    public async Task Prepared_statements_and_batches_work()
    {
        await using var source = Source();
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select $1::int4", connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = 7 } } };
        await command.PrepareAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++) (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(7);

        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("select 1"), new("select 1/(generate_series(1, 1) - 1)"), new("select 2") } };
        (await Should.ThrowAsync<PostgresException>(() => batch.ExecuteNonQueryAsync(TestContext.Current.CancellationToken))).SqlState.ShouldBe("22012");
        await using var next = new NpgsqlCommand("select 3", connection);
        (await next.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(3);
    }

    [Fact]
    public async Task Cancelling_a_command_leaves_the_connection_usable()
    {
        await using var source = Source();
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select pg_sleep(60)", connection);
        using var stop = new CancellationTokenSource();
        var running = command.ExecuteScalarAsync(stop.Token);
        await Eventually.TrueAsync(() => fixture.Server.Service.Sessions[connection.ProcessID].Log.Contains("select pg_sleep(60)"));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        await using var next = new NpgsqlCommand("select 3", connection);
        (await next.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(3);
    }

    [Fact]
    public async Task Binary_copy_goes_both_ways()
    {
        await using var source = Source();
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var writer = await connection.BeginBinaryImportAsync("copy t from stdin (format binary)", TestContext.Current.CancellationToken))
        {
            for (var i = 0; i < 20_000; i++) await writer.WriteRowAsync(TestContext.Current.CancellationToken, i, i % 2 == 0 ? "x" : null!);
            (await writer.CompleteAsync(TestContext.Current.CancellationToken)).ShouldBe(20_000ul);
        }

        fixture.Server.Service.Sessions[connection.ProcessID].Log.ShouldContain("19999|∅");
        await using var reader = await connection.BeginBinaryExportAsync("copy (select 1) to stdout (format binary)", TestContext.Current.CancellationToken);
        (await reader.StartRowAsync(TestContext.Current.CancellationToken)).ShouldBe(2);
        (await reader.ReadAsync<int>(TestContext.Current.CancellationToken)).ShouldBe(1);
        (await reader.ReadAsync<string>(TestContext.Current.CancellationToken)).ShouldBe(FakeCopyOut.Awkward);
        (await reader.StartRowAsync(TestContext.Current.CancellationToken)).ShouldBe(2);
        (await reader.ReadAsync<int>(TestContext.Current.CancellationToken)).ShouldBe(2);
        reader.IsNull.ShouldBeTrue();
        await reader.SkipAsync(TestContext.Current.CancellationToken);
        (await reader.StartRowAsync(TestContext.Current.CancellationToken)).ShouldBe(-1);
    }

    private NpgsqlDataSource Source()
    {
        var builder = new NpgsqlDataSourceBuilder(fixture.Server.ConnectionString);
        builder.ConfigureTypeLoading(loading => loading.EnableTypeLoading(false));
        return builder.Build();
    }
}
