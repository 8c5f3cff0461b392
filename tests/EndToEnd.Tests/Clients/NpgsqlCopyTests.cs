using FederationGateway.EndToEnd.Support;
using Npgsql;
using NpgsqlTypes;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>COPY through Npgsql: binary import and export, text and CSV.</summary>
public sealed class NpgsqlCopyTests(Landscape landscape)
{
    [Fact]
    public async Task Binary_import_and_export_carry_every_value()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (id bigint, name text, price numeric(10,2), at timestamptz, data bytea)");
        const int Rows = 10_000;
        var start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await using (var import = await client.Connection.BeginBinaryImportAsync("COPY t FROM STDIN (FORMAT BINARY)"))
        {
            for (var i = 0; i < Rows; i++)
            {
                await import.StartRowAsync();
                await import.WriteAsync((long)i, NpgsqlDbType.Bigint);
                if (i % 10 == 0) await import.WriteNullAsync();
                else await import.WriteAsync($"row {i}", NpgsqlDbType.Text);
                await import.WriteAsync(i * 0.01m, NpgsqlDbType.Numeric);
                await import.WriteAsync(start.AddSeconds(i), NpgsqlDbType.TimestampTz);
                await import.WriteAsync(BitConverter.GetBytes(i), NpgsqlDbType.Bytea);
            }

            (await import.CompleteAsync()).ShouldBe((ulong)Rows);
        }

        (await client.RowsAsync("SELECT count(*), count(name), sum(price) FROM t")).ShouldBe([$"{Rows}|{Rows - (Rows / 10)}|499950.00"]);

        var read = 0;
        await using (var export = await client.Connection.BeginBinaryExportAsync("COPY (SELECT id, name, price, at, data FROM t ORDER BY id) TO STDOUT (FORMAT BINARY)"))
        {
            while (await export.StartRowAsync() != -1)
            {
                (await export.ReadAsync<long>(NpgsqlDbType.Bigint)).ShouldBe(read);
                if (export.IsNull) await export.SkipAsync();
                else (await export.ReadAsync<string>(NpgsqlDbType.Text)).ShouldBe($"row {read}");
                (await export.ReadAsync<decimal>(NpgsqlDbType.Numeric)).ShouldBe(read * 0.01m);
                (await export.ReadAsync<DateTime>(NpgsqlDbType.TimestampTz)).ShouldBe(start.AddSeconds(read));
                (await export.ReadAsync<byte[]>(NpgsqlDbType.Bytea)).ShouldBe(BitConverter.GetBytes(read));
                read++;
            }
        }

        read.ShouldBe(Rows);
    }

    [Fact]
    public async Task An_import_that_is_not_completed_leaves_nothing()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int)");
        await using (var import = await client.Connection.BeginBinaryImportAsync("COPY t FROM STDIN (FORMAT BINARY)"))
        {
            await import.StartRowAsync();
            await import.WriteAsync(1, NpgsqlDbType.Integer);
        }

        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(0);
    }

    [Fact]
    public async Task Text_and_csv_go_both_ways()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int, b text)");
        await using (var writer = await client.Connection.BeginTextImportAsync("COPY t FROM STDIN"))
            await writer.WriteAsync("1\tone\\ttab\n2\t\\N\n");
        await using (var writer = await client.Connection.BeginTextImportAsync("COPY t (b, a) FROM STDIN (FORMAT csv, HEADER)"))
            await writer.WriteAsync("b,a\n\"x, \"\"y\"\"\",3\n,4\n\"\",5\n");

        using (var reader = await client.Connection.BeginTextExportAsync("COPY (SELECT * FROM t ORDER BY a) TO STDOUT"))
            (await reader.ReadToEndAsync()).ShouldBe("1\tone\\ttab\n2\t\\N\n3\tx, \"y\"\n4\t\\N\n5\t\n");
        using (var reader = await client.Connection.BeginTextExportAsync("COPY (SELECT * FROM t ORDER BY a) TO STDOUT (FORMAT csv)"))
            (await reader.ReadToEndAsync()).ShouldBe("1,one\ttab\n2,\n3,\"x, \"\"y\"\"\"\n4,\n5,\"\"\n");
    }

    [Fact]
    public async Task A_virtual_table_can_be_copied_out()
    {
        await using var client = await landscape.OpenAsync();
        using var reader = await client.Connection.BeginTextExportAsync("COPY crm.customers TO STDOUT (FORMAT csv)");

        (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(SampleTables.Customers);
    }

    [Fact]
    public async Task Rows_that_do_not_fit_fail_as_a_whole_and_name_the_line()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int, b text)");
        var error = await Should.ThrowAsync<PostgresException>(async () =>
        {
            await using var writer = await client.Connection.BeginTextImportAsync("COPY t FROM STDIN");
            await writer.WriteAsync("1\tfine\nno number\tx\n");
        });

        error.SqlState.ShouldBe("22P02");
        error.MessageText.ShouldContain("no number");
        (error.Where ?? "").ShouldContain("COPY t, line 2");
        ErrorTexts.Check(error);
        (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBe(0);
    }

    [Fact]
    public async Task Defaults_that_change_are_computed_for_each_row_that_is_copied()
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync("CREATE TABLE t (a int, r double precision DEFAULT random(), u uuid DEFAULT gen_random_uuid(), n timestamptz DEFAULT now())");
        await using (var writer = await client.Connection.BeginTextImportAsync("COPY t (a) FROM STDIN"))
            for (var i = 0; i < 3000; i++) await writer.WriteAsync($"{i}\n");

        (await client.RowsAsync("SELECT count(DISTINCT r) > 2990, count(DISTINCT u), count(DISTINCT n) FROM t")).ShouldBe(["t|3000|1"]);
    }
}
