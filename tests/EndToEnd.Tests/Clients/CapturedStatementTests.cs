using System.Globalization;
using FederationGateway.PgWire.Tests.Wire;
using FederationGateway.PgWire.Wire;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>What clients were seen to ask has the shape at the gateway that it has at PostgreSQL: the same columns of the same types.</summary>
public sealed class CapturedStatementTests
{
    private const string Shop = "shop";

    [Fact]
    public async Task Statements_of_clients_have_the_shape_PostgreSQL_gives_them()
    {
        Assert.SkipUnless(CapturedStatements.ArePresent, "no captured statements: name their folder in FEDGW_CLIENT_STATEMENTS");
        await using var cluster = await PostgresCluster.StartAsync();
        await cluster.CreateDatabaseAsync(Shop);
        (await ProcessRunner.RunAsync(
            PostgresBinaries.Instance.Psql,
            ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", cluster.Port.ToString(CultureInfo.InvariantCulture), "-U", PostgresCluster.Superuser, "-d", Shop, "-f", CapturedStatements.SchemaFile])).EnsureSuccess();
        await using var server = await GatewayServer.StartAsync();
        await ImportAsync(server, cluster);
        await using var expected = await RawClient.LogInAsync(cluster.Port, PostgresCluster.Superuser, Shop, PostgresCluster.Password);
        await using var actual = await RawClient.LogInAsync(server.Port, GatewayServer.Administrator, GatewayServer.Database, GatewayServer.Password);

        // What takes long there (clients try their cancel) is left out.
        await expected.QueryAsync("SET statement_timeout = 3000");
        await expected.ReadUntilAsync('Z');
        List<string> differences = [];
        var compared = 0;
        foreach (var (file, sql) in CapturedStatements.Reading())
        {
            var wanted = await ShapeAsync(expected, sql);
            if (wanted.Error is not null) continue;
            compared++;
            if (Difference(wanted.Columns, await ShapeAsync(actual, sql)) is { } difference) differences.Add($"{file}: {difference}\n{sql}");
        }

        compared.ShouldBeGreaterThan(0);
        differences.ShouldBeEmpty();
    }

    private static async Task ImportAsync(GatewayServer server, PostgresCluster cluster)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"""
             CREATE REMOTE SOURCE {Shop} ADAPTER postgresql CONFIGURATION 'host=127.0.0.1;port={cluster.Port};database={Shop}'
                 WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}';
             CREATE SCHEMA sales; CREATE SCHEMA ref;
             IMPORT FOREIGN SCHEMA sales FROM SERVER {Shop} INTO sales;
             IMPORT FOREIGN SCHEMA ref FROM SERVER {Shop} INTO ref;
             IMPORT FOREIGN SCHEMA public FROM SERVER {Shop} INTO public
             """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string? Difference(List<(string Name, int Type)> expected, (string? Error, List<(string Name, int Type)> Columns) actual)
    {
        if (actual.Error is { } error) return KnownShapes.IsKnown(error) ? null : error;
        if (actual.Columns.Count != expected.Count) return $"{actual.Columns.Count} columns in place of {expected.Count}";
        for (var i = 0; i < expected.Count; i++)
        {
            var (wanted, got) = (expected[i], actual.Columns[i]);
            if (wanted.Name != got.Name || (wanted.Type != got.Type && !KnownShapes.IsKnown(wanted.Type, got.Type)))
                return $"column {i + 1} is {got.Name} of type {got.Type} in place of {wanted.Name} of type {wanted.Type}";
        }

        return null;
    }

    // A statement without parameters is run, too.
    private static async Task<(string? Error, List<(string Name, int Type)> Columns)> ShapeAsync(RawClient client, string sql)
    {
        await client.ParseAsync("", sql);
        await client.SendAsync('D', body =>
        {
            body.WriteByte((byte)'S');
            body.WriteCString("");
        });
        if (!sql.Contains('$', StringComparison.Ordinal))
        {
            await client.BindAsync("", "", 0, 0);
            await client.ExecuteAsync("");
        }

        await client.SendAsync('S');
        string? error = null;
        List<(string Name, int Type)> columns = [];
        foreach (var (code, body) in await client.ReadUntilAsync('Z'))
        {
            if (code == 'E') error ??= $"{RawClient.ErrorField(body, 'C')}: {RawClient.ErrorField(body, 'M')}";
            if (code == 'T') columns = Columns(body);
        }

        return (error, columns);
    }

    private static List<(string Name, int Type)> Columns(byte[] rowDescription)
    {
        const int TableAndAttribute = 6, SizeModifierAndFormat = 8;
        var reader = new WireReader(rowDescription);
        List<(string Name, int Type)> columns = [];
        for (var left = reader.ReadInt16(); left > 0; left--)
        {
            var name = reader.ReadCString();
            reader.ReadBytes(TableAndAttribute);
            columns.Add((name, reader.ReadInt32()));
            reader.ReadBytes(SizeModifierAndFormat);
        }

        return columns;
    }
}
