using System.Net;
using FederationGateway.EndToEnd.Support;
using Npgsql;
using NpgsqlTypes;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>Values of every base type through Npgsql, which sends and reads binary; and as text.</summary>
public sealed class NpgsqlTypesTests(Landscape landscape)
{
    public static TheoryData<string> Types() => [.. Values.Keys];

    private static readonly Dictionary<string, (NpgsqlDbType Type, object Value)> Values = new()
    {
        ["boolean"] = (NpgsqlDbType.Boolean, true),
        ["smallint"] = (NpgsqlDbType.Smallint, (short)-32768),
        ["integer"] = (NpgsqlDbType.Integer, int.MinValue),
        ["bigint"] = (NpgsqlDbType.Bigint, long.MaxValue),
        ["real"] = (NpgsqlDbType.Real, 1.1f),
        ["double precision"] = (NpgsqlDbType.Double, 0.1 + 0.2),
        ["numeric"] = (NpgsqlDbType.Numeric, 12345678901234567890.123456m),
        ["numeric(12,2)"] = (NpgsqlDbType.Numeric, -9999999999.99m),
        ["text"] = (NpgsqlDbType.Text, "naïve '𝄞' \\ text\n"),
        ["varchar"] = (NpgsqlDbType.Varchar, "varying"),
        ["bytea"] = (NpgsqlDbType.Bytea, new byte[] { 0, 1, 255, 92, 39 }),
        ["date"] = (NpgsqlDbType.Date, new DateOnly(1999, 12, 31)),
        ["time"] = (NpgsqlDbType.Time, new TimeOnly(23, 59, 59, 999)),
        ["timestamp"] = (NpgsqlDbType.Timestamp, new DateTime(2024, 2, 29, 12, 34, 56, 789, DateTimeKind.Unspecified)),
        ["timestamptz"] = (NpgsqlDbType.TimestampTz, new DateTime(2024, 2, 29, 12, 34, 56, 789, DateTimeKind.Utc)),
        ["interval"] = (NpgsqlDbType.Interval, new NpgsqlInterval(14, 3, 5_000_001)),
        ["uuid"] = (NpgsqlDbType.Uuid, Guid.Parse("11111111-2222-3333-4444-555555555555")),
        ["json"] = (NpgsqlDbType.Json, """{"a": [1, 2, null]}"""),
        ["jsonb"] = (NpgsqlDbType.Jsonb, """{"a": [1, 2, null]}"""),
    };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_parameter_comes_back_as_it_was_sent(string type)
    {
        var (parameterType, value) = Values[type];
        await using var client = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT $1::{type}, $1::{type}::text, NULL::{type}", client.Connection)
        {
            Parameters = { new NpgsqlParameter { Value = value, NpgsqlDbType = parameterType } },
        };
        await using var reader = await command.ExecuteReaderAsync();

        (await reader.ReadAsync()).ShouldBeTrue();
        if (parameterType == NpgsqlDbType.Interval) reader.GetFieldValue<NpgsqlInterval>(0).ShouldBe((NpgsqlInterval)value);
        else if (parameterType == NpgsqlDbType.Date) reader.GetFieldValue<DateOnly>(0).ShouldBe((DateOnly)value);
        else if (parameterType == NpgsqlDbType.Time) reader.GetFieldValue<TimeOnly>(0).ShouldBe((TimeOnly)value);
        else reader.GetValue(0).ShouldBe(value);
        reader.GetString(1).ShouldNotBeEmpty();
        reader.IsDBNull(2).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_text_of_a_parameter_is_PostgreSQLs(string type)
    {
        var (parameterType, value) = Values[type];
        await using var client = await landscape.OpenAsync();
        await using var direct = await landscape.Cluster.DataSource().OpenConnectionAsync();

        (await TextAsync(client.Connection)).ShouldBe(await TextAsync(direct));

        async Task<string> TextAsync(NpgsqlConnection connection)
        {
            await using var command = new NpgsqlCommand($"SELECT $1::{type}::text, $1::{type}", connection)
            {
                Parameters = { new NpgsqlParameter { Value = value, NpgsqlDbType = parameterType } },
                AllResultTypesAreUnknown = true,
            };
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            return $"{reader.GetString(0)} / {reader.GetString(1)}";
        }
    }

    [Fact]
    public async Task Parameters_of_every_type_filter_a_virtual_table_of_all_types()
    {
        var columns = Values.Where(entry => entry.Key != "json").Select((entry, index) => (entry.Key, Name: $"c{index}", entry.Value)).ToList();
        var source = await landscape.CreateSourceAsync($"CREATE TABLE alltypes (id int, {string.Join(", ", columns.Select(column => $"{column.Name} {column.Key}"))})");
        await using (var insert = landscape.Cluster.DataSource(source).CreateCommand(
            $"INSERT INTO alltypes VALUES (1, {string.Join(", ", columns.Select((_, index) => $"${index + 1}"))}), (2, {string.Join(", ", columns.Select(_ => "NULL"))})"))
        {
            foreach (var column in columns) insert.Parameters.Add(new NpgsqlParameter { Value = column.Value.Value, NpgsqlDbType = column.Value.Type });
            await insert.ExecuteNonQueryAsync();
        }

        await using var client = await landscape.OpenAsync();
        foreach (var pushdown in new[] { "on", "off" })
        {
            await client.ExecuteAsync($"SET pushdown = {pushdown}");
            foreach (var column in columns)
            {
                await using var command = new NpgsqlCommand($"SELECT id, {column.Name} FROM \"{source}\".\"public\".\"alltypes\" WHERE {column.Name} = $1", client.Connection)
                {
                    Parameters = { new NpgsqlParameter { Value = column.Value.Value, NpgsqlDbType = column.Value.Type } },
                };
                await using var reader = await command.ExecuteReaderAsync();
                (await reader.ReadAsync()).ShouldBeTrue($"{column.Key} = $1 with pushdown {pushdown}");
                reader.GetInt32(0).ShouldBe(1);
                (await reader.ReadAsync()).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public async Task Arrays_work_as_parameters_of_ANY()
    {
        await using var client = await landscape.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM crm.customers WHERE id = ANY($1)", client.Connection)
        {
            Parameters = { new NpgsqlParameter { Value = new[] { 1, 2, 3, 5000 } } },
        };

        (await command.ExecuteScalarAsync()).ShouldBe(3L);
    }

    [Fact]
    public async Task Types_are_loaded_from_the_catalog()
    {
        await using var client = await landscape.OpenAsync();

        client.Connection.PostgreSqlVersion.Major.ShouldBe(15);
        await using var command = new NpgsqlCommand("SELECT id, name, balance, since FROM crm.customers WHERE id = 1", client.Connection);
        await using var reader = await command.ExecuteReaderAsync();
        Enumerable.Range(0, 4).Select(reader.GetDataTypeName).ShouldBe(["integer", "text", "numeric(12, 2)", "date"]);
        reader.GetColumnSchema()[2].NumericPrecision.ShouldBe(12);
    }

    [Fact]
    public async Task The_clients_schema_tables_are_answered()
    {
        await using var client = await landscape.OpenAsync();
        var tables = await client.Connection.GetSchemaAsync("Tables", [null, "crm", null, null]);
        var columns = await client.Connection.GetSchemaAsync("Columns", [null, "crm", "customers", null]);

        tables.Rows.Cast<System.Data.DataRow>().Select(row => (string)row["table_name"]).Order(StringComparer.Ordinal).ShouldBe(["Mixed Case", "customers", "orders"]);
        columns.Rows.Count.ShouldBe(5);
    }

    [Fact]
    public async Task An_infinite_and_a_bc_date_arrive()
    {
        await using var client = await landscape.OpenAsync();

        (await client.RowsAsync("SELECT 'infinity'::date, '-infinity'::timestamp, '0044-03-15 BC'::date, 'NaN'::float8, '-Infinity'::float4, 'NaN'::numeric"))
            .ShouldBe(["infinity|-infinity|0044-03-15 BC|NaN|-Infinity|NaN"]);
    }
}
