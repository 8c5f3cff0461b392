using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>pg_dump writes what psql can run on another gateway: schemas, tables with their rows, keys and indexes, views, comments, sources and virtual tables.</summary>
public sealed class PgDumpTests
{
    [Fact]
    public async Task What_is_restored_dumps_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("fedgw-lake-");
        await using var gateway = await GatewayServer.StartAsync();
        await using var other = await GatewayServer.StartAsync();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "prices.csv"), "id,price\n1,2.50\n2,3.75\n");
            await using (var client = await GatewayClient.OpenAsync(gateway))
            {
                await client.ExecuteAsync(
                    $$"""
                      CREATE SCHEMA app;
                      CREATE TABLE app.item (id integer PRIMARY KEY, "Name" varchar(20) NOT NULL DEFAULT 'none', price numeric(10,2), made timestamptz DEFAULT now(), tags text[], data bytea, doc jsonb);
                      CREATE INDEX item_name ON app.item ("Name" DESC);
                      ALTER TABLE app.item ADD CONSTRAINT item_price UNIQUE (price);
                      CREATE UNIQUE INDEX ON app.item (made, price);
                      INSERT INTO app.item VALUES (1, 'a', 2.5, '2024-01-01 00:00:00Z', '{a,b}', '\x00ff', '{"a": 1}'), (2, E'tab\tand\nx \\ y', NULL, NULL, NULL, NULL, NULL);
                      CREATE TABLE app.numbered (id bigserial PRIMARY KEY, a text);
                      INSERT INTO app.numbered (a) VALUES ('x'), ('y');
                      CREATE SEQUENCE app.lone AS integer INCREMENT -2 MINVALUE -100 START -7 CYCLE;
                      CREATE REMOTE SOURCE lake ADAPTER "file" CONFIGURATION 'directory={{folder.FullName}}';
                      CREATE VIRTUAL TABLE app.prices AT lake."prices.csv";
                      COMMENT ON SCHEMA app IS 'the app''s';
                      COMMENT ON TABLE app.item IS 'what is sold';
                      COMMENT ON COLUMN app.item.id IS 'a number';
                      COMMENT ON TABLE app.prices IS 'from files'
                      """);
                await client.ExecuteAsync("SET search_path = app; CREATE VIEW app.dear AS SELECT i.id, p.price FROM item i JOIN prices p ON p.id = i.id WHERE p.price > 1");
            }

            var dump = await DumpAsync(gateway);
            var restored = await FederationGateway.Support.Processes.ProcessRunner.RunAsync(
                FederationGateway.Support.Postgres.PostgresBinaries.Instance.Psql, ["-X", "-q", "-v", "ON_ERROR_STOP=1"], input: dump, environment: PostgresTools.Environment(other));

            restored.EnsureSuccess();
            (await DumpAsync(other)).ShouldBe(dump);
            dump.ShouldNotContain("SYS", Case.Insensitive);
            dump.ShouldContain("CREATE SERVER lake");
            dump.ShouldContain("CREATE FOREIGN TABLE app.prices");
            await using var session = await GatewayClient.OpenAsync(other);
            (await session.RowsAsync("SELECT * FROM app.dear ORDER BY id")).ShouldBe(["1|2.5", "2|3.75"]);
            await session.FailsAsync("INSERT INTO app.item (id) VALUES (1)", "23505");
            (await session.RowsAsync("INSERT INTO app.numbered (a) VALUES ('z') RETURNING id")).ShouldBe(["3"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Accounts_are_dumped_without_passwords()
    {
        await using var gateway = await GatewayServer.StartAsync();

        var dump = (await PostgresTools.RunAsync(gateway, "pg_dumpall", "--globals-only", "--no-role-passwords", "--database", "gateway")).EnsureSuccess().Output;

        dump.ShouldContain("CREATE ROLE admin;");
        dump.ShouldNotContain("PASSWORD");
    }

    // The key of \restrict is another in each dump.
    private static async Task<string> DumpAsync(GatewayServer gateway) =>
        string.Join('\n', (await PostgresTools.RunAsync(gateway, "pg_dump", "--no-owner")).EnsureSuccess().Output.Split('\n').Where(line => !line.StartsWith('\\') || line == "\\."));
}
