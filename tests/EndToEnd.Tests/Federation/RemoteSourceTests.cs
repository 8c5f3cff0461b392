using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>CREATE, ALTER, DROP REMOTE SOURCE; checking and browsing one.</summary>
public sealed class RemoteSourceTests(Landscape landscape)
{
    [Fact]
    public async Task A_source_is_made_with_HANAs_XML()
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync(
            $"""
             CREATE REMOTE SOURCE "by xml" ADAPTER "postgresql" CONFIGURATION
             '<?xml version="1.0" encoding="UTF-8"?>
              <ConnectionProperties name="configurations">
                <PropertyGroup name="database">
                  <PropertyEntry name="host">127.0.0.1</PropertyEntry>
                  <PropertyEntry name="port">{landscape.Cluster.Port}</PropertyEntry>
                </PropertyGroup>
                <PropertyEntry name="database">{Landscape.Database}</PropertyEntry>
              </ConnectionProperties>'
             WITH CREDENTIAL TYPE 'PASSWORD' USING
             '<CredentialEntry name="credential"><user>{Landscape.SourceUser}</user><password>{Landscape.SourcePassword}</password></CredentialEntry>'
             """);

        (await client.NumberAsync("SELECT count(*) FROM \"by xml\".\"public\".\"customers\"")).ShouldBe(SampleTables.Customers);

        await client.ExecuteAsync("DROP REMOTE SOURCE \"by xml\"");
        await client.FailsAsync("SELECT count(*) FROM \"by xml\".\"public\".\"customers\"", "42704");
    }

    [Fact]
    public async Task A_source_whose_name_is_taken_is_refused()
    {
        await using var client = await landscape.OpenAsync();

        await client.FailsAsync(landscape.CreateSource("crm", Landscape.Database), "42710");
    }

    [Theory]
    [InlineData("CREATE REMOTE SOURCE x ADAPTER nothing CONFIGURATION 'host=h'", "42704", "adapter \"nothing\" does not exist")]
    [InlineData("CREATE REMOTE SOURCE x ADAPTER \"postgresql\" CONFIGURATION 'host=h;hots=i;database=d'", "HV00D", "hots")]
    [InlineData("CREATE REMOTE SOURCE x ADAPTER \"postgresql\" CONFIGURATION 'host=h;database=d;port=many'", "HV024", "port")]
    [InlineData("CREATE REMOTE SOURCE x ADAPTER \"file\" CONFIGURATION 'directory='", "HV024", "directory")]
    [InlineData("ALTER REMOTE SOURCE nobody SET PROPERTY 'CAP_LIMIT' = 'false'", "42704", "nobody")]
    [InlineData("DROP REMOTE SOURCE nobody", "42704", "nobody")]
    [InlineData("CALL CHECK_REMOTE_SOURCE('nobody')", "42704", "nobody")]
    [InlineData("CALL CHECK_REMOTE_SOURCE('crm', 'crm')", "42883", "takes 1 argument")]
    [InlineData("ALTER REMOTE SOURCE crm ADAPTER \"file\" CONFIGURATION 'directory=/tmp'", "2BP01", "because virtual tables depend on it")]
    [InlineData("CREATE ADAPTER \"postgresql\" AT LOCATION DPSERVER", "0A000", "adding an adapter is not supported")]
    [InlineData("IMPORT FOREIGN SCHEMA public FROM SERVER crm INTO public OPTIONS (quickly 'yes')", "HV00D", "quickly")]
    public async Task Wrong_definitions_are_refused_by_name(string sql, string sqlState, string named)
    {
        await using var client = await landscape.OpenAsync();
        var error = await client.FailsAsync(sql, sqlState);

        error.MessageText.ShouldContain(named);
    }

    [Fact]
    public async Task DROP_IF_EXISTS_of_nothing_is_a_notice()
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("DROP REMOTE SOURCE IF EXISTS nobody");

        client.Notices.ShouldHaveSingleItem().MessageText.ShouldContain("skipping");
    }

    [Fact]
    public async Task DROP_is_restricted_by_virtual_tables_and_views_unless_it_cascades()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int)");
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE v AT \"{source}\".\"{source}\".\"public\".\"t\"");
        await client.ExecuteAsync("CREATE VIEW w AS SELECT a FROM v");

        var error = await client.FailsAsync($"DROP REMOTE SOURCE \"{source}\" RESTRICT", "2BP01");
        error.Detail.ShouldNotBeNull().ShouldContain("v");
        await client.FailsAsync($"DROP REMOTE SOURCE \"{source}\"", "2BP01");
        await client.ExecuteAsync($"DROP REMOTE SOURCE \"{source}\" CASCADE");

        await client.FailsAsync("SELECT * FROM v", "42P01");
        await client.FailsAsync("SELECT * FROM w", "42P01");
    }

    [Fact]
    public async Task ALTER_points_a_source_elsewhere()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
        var other = await landscape.CreateSourceAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)");
        await using var client = await landscape.OpenOwnSchemaAsync();
        await client.ExecuteAsync($"CREATE VIRTUAL TABLE v AT \"{source}\".\"{source}\".\"public\".\"t\"");
        (await client.NumberAsync("SELECT count(*) FROM v")).ShouldBe(1);

        await client.ExecuteAsync(
            $"""
             ALTER REMOTE SOURCE "{source}" ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={landscape.Cluster.Port};database={other}'
             WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={Landscape.SourceUser};password={Landscape.SourcePassword}'
             """);

        (await client.NumberAsync("SELECT count(*) FROM v")).ShouldBe(2);
    }

    [Fact]
    public async Task CHECK_REMOTE_SOURCE_names_the_product()
    {
        await using var client = await landscape.OpenAsync();
        var row = await client.TextAsync("CALL CHECK_REMOTE_SOURCE('crm')");

        row.ShouldStartWith("crm|PostgreSQL|");
    }

    [Fact]
    public async Task The_object_tree_is_browsed_level_by_level()
    {
        var source = await landscape.CreateSourceAsync("CREATE SCHEMA sales; CREATE TABLE sales.t (a int)");
        await using var client = await landscape.OpenAsync();
        var schemas = await client.RowsAsync($"CALL GET_REMOTE_SOURCE_OBJECT_TREE('{source}', '')");
        var sales = schemas.Single(row => row.StartsWith("sales|", StringComparison.Ordinal)).Split('|');
        var tables = await client.RowsAsync($"CALL GET_REMOTE_SOURCE_OBJECT_TREE('{source}', '{sales[1]}')");

        sales[4].ShouldBe("TRUE");
        tables.ShouldHaveSingleItem().ShouldStartWith("t|");
    }

    [Fact]
    public async Task Procedures_with_results_are_called_with_question_marks_as_in_HANA()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int)");
        await using var client = await landscape.OpenAsync();
        (await client.RowsAsync($"CALL GET_REMOTE_SOURCE_OBJECT_TREE('{source}', '', ?, ?)")).ShouldBe(await client.RowsAsync($"CALL GET_REMOTE_SOURCE_OBJECT_TREE('{source}', '')"));

        (await client.FailsAsync($"CALL GET_REMOTE_SOURCE_OBJECT_TREE('{source}', '', ?)", "42883")).Hint.ShouldBe("Write two question marks, or none.");
        await client.FailsAsync($"CALL CHECK_REMOTE_SOURCE('{source}', ?)", "42883");
        await client.FailsAsync($"CALL GET_REMOTE_SOURCE_OBJECT_TREE(?, ?, '{source}', '')", "42601");
    }

    [Fact]
    public async Task REFRESH_OBJECTS_fills_the_dictionary_of_remote_objects()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE one (a int); CREATE TABLE two (a int)");
        await using var client = await landscape.OpenAsync();
        var objects = $"SELECT count(*) FROM SYS.REMOTE_SOURCE_OBJECTS WHERE REMOTE_SOURCE_NAME = '{source}' AND DISPLAY_NAME IN ('one', 'two')";
        (await client.NumberAsync(objects)).ShouldBe(0);

        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" REFRESH OBJECTS");
        (await client.NumberAsync(objects)).ShouldBe(2);
        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" CLEAR OBJECTS");
        (await client.NumberAsync(objects)).ShouldBe(0);
    }

    [Fact]
    public async Task A_capability_taken_away_shows_in_EXPLAIN_and_comes_back()
    {
        var source = await landscape.CreateSourceAsync("CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 100)");
        await using var client = await landscape.OpenAsync();
        var sql = $"SELECT a FROM \"{source}\".\"public\".\"t\" LIMIT 3";
        (await client.TextAsync($"EXPLAIN {sql}")).ShouldContain("LIMIT 3");

        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" SET PROPERTY 'CAP_LIMIT' = 'false'");
        var without = await client.TextAsync($"EXPLAIN {sql}");
        without.ShouldContain("Limit");
        without.ShouldNotContain("LIMIT 3");
        without.ShouldContain("CAP_LIMIT");
        (await client.RowsAsync(sql)).Count.ShouldBe(3);
        var properties = $"SELECT PROPERTY, VALUE FROM SYS.REMOTE_SOURCE_PROPERTIES WHERE REMOTE_SOURCE_NAME = '{source}'";
        (await client.RowsAsync(properties)).ShouldBe(["CAP_LIMIT|false"]);

        await client.ExecuteAsync($"ALTER REMOTE SOURCE \"{source}\" UNSET PROPERTY 'CAP_LIMIT'");
        (await client.TextAsync($"EXPLAIN {sql}")).ShouldContain("LIMIT 3");
        (await client.RowsAsync(properties)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_directory_of_files_is_a_source_too()
    {
        var folder = Directory.CreateTempSubdirectory("fedgw-files-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "cities.csv"), "city,country\nBerlin,DE\nParis,FR\nRome,IT\n");
            await File.WriteAllTextAsync(Path.Combine(folder, "events.json"), "{\"id\": 1, \"kind\": \"a\"}\n{\"id\": 2, \"kind\": \"b\"}\n");
            await using var client = await landscape.OpenOwnSchemaAsync();
            var name = $"files_{Guid.NewGuid():N}"[..12];
            await client.ExecuteAsync($"CREATE REMOTE SOURCE {name} ADAPTER \"file\" CONFIGURATION 'directory={folder}'");
            await client.ExecuteAsync($"CREATE VIRTUAL TABLE cities AT \"{name}\".\"<NULL>\".\"<NULL>\".\"cities.csv\"");

            (await client.RowsAsync("SELECT country, count(*) FROM cities JOIN crm.customers USING (city) GROUP BY 1 ORDER BY 1")).ShouldBe(["DE|250", "FR|250", "IT|250"]);
            (await client.RowsAsync($"SELECT sum(id) FROM \"{name}\".\"<NULL>\".\"events.json\"")).ShouldBe(["3"]);
            await client.FailsAsync($"CREATE VIRTUAL TABLE passwd AT \"{name}\".\"<NULL>\".\"<NULL>\".\"../../../etc/passwd\"", "42501");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
