using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>Prepared statements, batches, big results and transactions through Npgsql.</summary>
public sealed class NpgsqlStatementsTests(Landscape landscape)
{
    [Fact]
    public async Task A_prepared_statement_runs_again_with_other_values()
    {
        await using var client = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT name FROM crm.customers WHERE id = $1", client.Connection) { Parameters = { new NpgsqlParameter<int>() } };
        await command.PrepareAsync();

        for (var id = 1; id <= 50; id++)
        {
            ((NpgsqlParameter<int>)command.Parameters[0]).TypedValue = id;
            (await command.ExecuteScalarAsync()).ShouldBe($"Customer {id}");
        }
    }

    [Fact]
    public async Task A_prepared_statement_follows_the_catalog()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
        await using var command = new NpgsqlCommand("SELECT count(*) FROM t", client.Connection);
        await command.PrepareAsync();
        (await command.ExecuteScalarAsync()).ShouldBe(1L);

        await using (var other = await landscape.OpenAsync(builder => builder.SearchPath = client.Schema))
            await other.ExecuteAsync("DROP TABLE t; CREATE TABLE t (b text); INSERT INTO t VALUES ('x'), ('y')");

        (await command.ExecuteScalarAsync()).ShouldBe(2L);
    }

    [Fact]
    public async Task A_batch_returns_each_result()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int)");
        await using var batch = new NpgsqlBatch(client.Connection)
        {
            BatchCommands =
            {
                new("INSERT INTO t VALUES ($1), ($2)") { Parameters = { new() { Value = 1 }, new() { Value = 2 } } },
                new("SELECT a FROM t ORDER BY a"),
                new("SELECT count(*) FROM crm.orders WHERE id <= $1") { Parameters = { new() { Value = 10L } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        List<int> values = [];
        while (await reader.ReadAsync()) values.Add(reader.GetInt32(0));
        (await reader.NextResultAsync()).ShouldBeTrue();
        (await reader.ReadAsync()).ShouldBeTrue();

        values.ShouldBe([1, 2]);
        reader.GetInt64(0).ShouldBe(10);
        batch.BatchCommands[0].RecordsAffected.ShouldBe(2);
    }

    [Fact]
    public async Task An_error_in_a_batch_undoes_its_earlier_statements_and_skips_the_later_ones()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int)");
        await using var batch = new NpgsqlBatch(client.Connection)
        {
            BatchCommands = { new("INSERT INTO t VALUES (1)"), new("SELECT 1 / (a - a) FROM t"), new("INSERT INTO t VALUES (2)") },
        };

        (await Should.ThrowAsync<PostgresException>(() => batch.ExecuteNonQueryAsync())).SqlState.ShouldBe("22012");

        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(0);
    }

    [Fact]
    public async Task A_big_result_arrives_whole_and_in_order()
    {
        await using var client = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT id, note, total, placed FROM crm.orders ORDER BY id", client.Connection);
        await using var reader = await command.ExecuteReaderAsync();

        var expected = 0L;
        while (await reader.ReadAsync())
        {
            reader.GetInt64(0).ShouldBe(++expected);
            reader.GetString(1).ShouldBe($"note {expected}");
            reader.GetDecimal(2).ShouldBe(expected * 0.25m);
            reader.GetDateTime(3).ShouldBe(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(expected));
        }

        expected.ShouldBe(SampleTables.Orders);
    }

    [Fact]
    public async Task A_reader_closed_early_leaves_the_session_usable()
    {
        await using var client = await landscape.OpenAsync();
        for (var round = 0; round < 5; round++)
        {
            await using (var command = new NpgsqlCommand("SELECT * FROM crm.orders", client.Connection))
            await using (var reader = await command.ExecuteReaderAsync())
                (await reader.ReadAsync()).ShouldBeTrue();
            (await client.NumberAsync("SELECT 1")).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Single_row_and_schema_only_readers_work()
    {
        await using var client = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT id, balance FROM crm.customers ORDER BY id", client.Connection);
        await using (var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SchemaOnly))
            reader.GetName(1).ShouldBe("balance");
        await using (var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SingleRow))
        {
            (await reader.ReadAsync()).ShouldBeTrue();
            reader.GetDecimal(1).ShouldBe(1.50m);
        }
    }

    [Fact]
    public async Task A_transaction_object_commits_and_rolls_back()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int)");
        await using (var transaction = await client.Connection.BeginTransactionAsync())
        {
            await client.ExecuteAsync("INSERT INTO t VALUES (1)");
            await transaction.RollbackAsync();
        }

        await using (var transaction = await client.Connection.BeginTransactionAsync())
        {
            await client.ExecuteAsync("INSERT INTO t VALUES (2)");
            await transaction.CommitAsync();
        }

        (await client.RowsAsync("SELECT a FROM t")).ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_pooled_connection_comes_back_clean()
    {
        var builder = new NpgsqlConnectionStringBuilder(landscape.Gateway.ConnectionString) { Pooling = true, MaxPoolSize = 1, ApplicationName = "pool test" };
        await using var source = NpgsqlDataSource.Create(builder.ConnectionString);
        await using (var connection = await source.OpenConnectionAsync())
        await using (var command = new NpgsqlCommand("SET statement_timeout = '7s'", connection))
            await command.ExecuteNonQueryAsync();
        await using (var connection = await source.OpenConnectionAsync())
        await using (var command = new NpgsqlCommand("SHOW statement_timeout", connection))
            (await command.ExecuteScalarAsync()).ShouldBe("0");
    }
}
