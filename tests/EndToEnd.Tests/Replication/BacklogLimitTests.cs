using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>Changes that nobody applies fill the backlog up to its limit: then the source keeps them, an exception says so, and nothing is lost when they are applied again.</summary>
public sealed class BacklogLimitTests
{
    private const string State = "SELECT state FROM m_remote_subscriptions";
    private const string Exceptions = "SELECT error_number || ' ' || component FROM remote_subscription_exceptions";
    private const string Digest = "SELECT count(*) || ' ' || sum(version) FROM t";

    [Fact]
    public async Task A_full_backlog_lets_the_source_wait_and_says_so()
    {
        await using var source = await PostgresCluster.StartAsync();
        await source.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, version int NOT NULL, note text); INSERT INTO t SELECT i, 0, i FROM generate_series(1, 2000) i");
        await using var gateway = await GatewayServer.StartAsync(arguments: ["--backlog-limit", "512KB"]);
        await using var client = await GatewayClient.OpenAsync(gateway, builder => (builder.Timeout, builder.CommandTimeout) = (90, 120));
        await client.ExecuteAsync(
            $"""
             CREATE REMOTE SOURCE s ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={source.Port};database=postgres'
                 WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}'
             """);
        await client.ExecuteAsync("CREATE SCHEMA v; IMPORT FOREIGN SCHEMA public FROM SERVER s INTO v; CREATE TABLE t (id int PRIMARY KEY, version int NOT NULL, note text)");
        await client.ExecuteAsync("CREATE REMOTE SUBSCRIPTION sub ON v.t TARGET TABLE t");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub QUEUE");
        await UntilAsync(client, State, "MAT_START_END_MARKER");
        await client.ExecuteAsync("INSERT INTO t SELECT * FROM v.t");
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION sub DISTRIBUTE");
        await UntilAsync(client, State, "APPLY_CHANGE_DATA");

        await client.ExecuteAsync("ALTER REMOTE SOURCE s SUSPEND DISTRIBUTION");
        await ChangeAsync(source);
        await UntilAsync(client, Exceptions, "4709 RECEIVER");
        (await client.RowsAsync("SELECT error_message FROM remote_subscription_exceptions")).Single().ShouldContain("the backlog is");

        await client.ExecuteAsync("ALTER REMOTE SOURCE s RESUME DISTRIBUTION");
        await UntilAsync(client, Digest, (string)(await source.QueryValueAsync(Digest))!);
        await UntilAsync(client, Exceptions);

        // A replica that is disabled gives up before it is full.
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.t ADD SHARED REPLICA");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.t DISABLE REPLICA");
        await client.ExecuteAsync("DROP REMOTE SUBSCRIPTION sub");
        await UntilAsync(client, State, "APPLY_CHANGE_DATA");
        await ChangeAsync(source);
        await UntilAsync(client, State, "CREATED");
        await client.ExecuteAsync("ALTER VIRTUAL TABLE v.t ENABLE REPLICA");
        (await client.RowsAsync(Digest.Replace(" t", " v.t WITH HINT (MAX_STALENESS(3600))", StringComparison.Ordinal))).ShouldBe([(string)(await source.QueryValueAsync(Digest))!]);
        (await client.TextAsync("EXPLAIN SELECT * FROM v.t")).ShouldContain("replica of v.t");
        await UntilAsync(client, Exceptions);
    }

    [Fact]
    public async Task Rows_that_are_posted_to_a_full_backlog_are_refused_until_there_is_room()
    {
        const string Token = "a-token-of-this-test";
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        await using var gateway = await GatewayServer.StartAsync(arguments: ["--backlog-limit", "512KB"]);
        await using var client = await GatewayClient.OpenAsync(gateway, builder => (builder.Timeout, builder.CommandTimeout) = (90, 120));
        await client.ExecuteAsync(
            $"""
             CREATE REMOTE SOURCE hooks ADAPTER webhook CONFIGURATION 'listen=127.0.0.1:{port};answer_timeout=1' WITH CREDENTIAL TYPE 'PASSWORD' USING 'token={Token}';
             CREATE SCHEMA v; CREATE VIRTUAL TABLE v.notes (n int, note text) AT "hooks"."<NULL>"."<NULL>"."notes"; CREATE TABLE notes (n int, note text);
             CREATE REMOTE SUBSCRIPTION notes ON v.notes TARGET TABLE notes
             """);
        await ReplicationPlant.BeginAsync(client, "notes");
        await client.ExecuteAsync("ALTER REMOTE SOURCE hooks SUSPEND DISTRIBUTION");
        using var http = new HttpClient();
        async Task<HttpStatusCode> PostAsync(int n)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/notes")));
            request.Headers.Add("Authorization", "Bearer " + Token);
            request.Headers.Add("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"note-{n}"));
            request.Content = new StringContent($$"""{"n":{{n}},"note":"{{Convert.ToHexString(RandomNumberGenerator.GetBytes(50_000))}}"}""", Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }

        // What fits is taken; what does not is the sender's to keep.
        var taken = 0;
        while (true)
        {
            var answer = await PostAsync(taken);
            if (answer == HttpStatusCode.OK) taken++;
            taken.ShouldBeLessThan(100);
            if (answer == HttpStatusCode.OK) continue;
            answer.ShouldBe(HttpStatusCode.ServiceUnavailable);
            if ((await client.RowsAsync("SELECT error_message FROM remote_subscription_exceptions")).Any(message => message.Contains("the backlog is full", StringComparison.Ordinal))) break;
        }

        taken.ShouldBeGreaterThan(0);
        await client.ExecuteAsync("ALTER REMOTE SOURCE hooks RESUME DISTRIBUTION");
        while (await PostAsync(taken) != HttpStatusCode.OK) await Task.Delay(20, TestContext.Current.CancellationToken);
        await UntilAsync(client, "SELECT count(*), count(DISTINCT n), max(n) FROM notes", $"{taken + 1}|{taken + 1}|{taken}");
        await UntilAsync(client, Exceptions);
    }

    private static async Task ChangeAsync(PostgresCluster source)
    {
        for (var i = 0; i < 30; i++)
            await source.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"UPDATE t SET version = version + 1, note = md5(random()::text) || md5(random()::text) WHERE id % 2 = {i % 2}"));
    }

    private static async Task UntilAsync(GatewayClient client, string sql, params string[] rows)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!(await client.RowsAsync(sql)).SequenceEqual(rows))
        {
            if (limit.IsCancellationRequested) (await client.RowsAsync(sql)).ShouldBe(rows);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
