using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>Rows that are posted over HTTP and come to the targets of subscriptions.</summary>
public sealed class WebhookTests(LogicalCluster source) : IClassFixture<LogicalCluster>, IDisposable
{
    private const string Token = "a-token-of-this-test";
    private readonly HttpClient _http = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=fedgw-test" });
    private readonly int _port = FreePort();

    private string Hooks => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/hooks/");

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task What_is_posted_comes_to_the_target()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE TABLE another (id int)");
        await using var client = await plant.OpenAsync();
        await CreateAsync(client, "operation=op;max_body=2kB");
        await client.ExecuteAsync(
            """
            CREATE VIRTUAL TABLE v.orders (id int, name varchar(5), price numeric(6,2), big numeric, at timestamptz, day date, ok boolean, f float8, doc json, u uuid, b bytea NOT NULL)
              AT "hooks"."<NULL>"."<NULL>"."orders" WITH PROPERTY 'CAPTURE_KEY' = 'id';
            CREATE TABLE orders (id int PRIMARY KEY, name varchar(5), price numeric(6,2), big numeric, at timestamptz, day date, ok boolean, f float8, doc json, u uuid, b bytea);
            CREATE REMOTE SUBSCRIPTION orders ON v.orders TARGET TABLE orders
            """);
        (await client.FailsAsync("SELECT * FROM v.orders", "0A000")).MessageText.ShouldBe("the tables of remote source \"hooks\" have no rows to read: what is posted to them is passed on to subscriptions");
        (await client.FailsAsync("CREATE VIRTUAL TABLE v.other AT \"hooks\".\"<NULL>\".\"<NULL>\".\"other\"", "42P16")).Hint.ShouldNotBeNull();
        (await client.TextAsync("SELECT connection_info FROM remote_sources")).ShouldNotContain(Token);
        await Should.ThrowAsync<HttpRequestException>(() => PostAsync("orders", "{}"));
        await ReplicationPlant.BeginAsync(client, "orders");

        const string one = """{"id":1,"name":"one","price":1.005,"big":12345678901234567890.10,"at":"2026-01-01T12:00:00.5+02:00","day":"2026-02-03","ok":true,"f":1e300,"doc":{"a": [1]},"u":"0f8fad5b-d9cb-469f-a165-70867728950e","b":"AQI=","more":7}""";
        (await PostAsync("orders", one)).ShouldBe((HttpStatusCode.OK, "{\"rows\":1}\n"));
        (await PostAsync("orders", """[{"id":2,"b":"","name":null},{"id":3,"b":""}]""")).ShouldBe((HttpStatusCode.OK, "{\"rows\":2}\n"));
        (await PostAsync("orders", "{\"id\":4,\"b\":\"\"}\n{\"id\":\"3\",\"b\":\"\",\"name\":\"drei\",\"op\":\"upsert\"}\n{\"id\":2,\"op\":\"delete\"}\n")).ShouldBe((HttpStatusCode.OK, "{\"rows\":3}\n"));
        await ReplicationPlant.UntilAsync(
            client, "SELECT * FROM orders ORDER BY id",
            "1|one|1.01|12345678901234567890.10|2026-01-01 10:00:00.5+00|2026-02-03|t|1e+300|{\"a\": [1]}|0f8fad5b-d9cb-469f-a165-70867728950e|\\x0102", "3|drei|||||||||\\x", "4||||||||||\\x");

        // The same request again, as of a sender that lost the answer.
        (await PostAsync("orders", """{"id":5,"b":""}""", key: "k1")).ShouldBe((HttpStatusCode.OK, "{\"rows\":1}\n"));
        (await PostAsync("orders", """{"id":5,"b":"","op":"delete"}""", key: "k1")).ShouldBe((HttpStatusCode.OK, "{\"rows\":0,\"taken_before\":true}\n"));

        // What does not fit is refused with all that came with it.
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "row 2: field \"price\" is no value of type numeric(6,2)", """[{"id":9,"b":""},{"id":10,"b":"","price":10000}]""");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "row 1: field \"name\" has 6 characters, and character varying(5) takes no more than 5", """{"id":9,"b":"","name":"longer"}""");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "row 1: field \"b\" is missing or null, and its column takes no nulls", """{"id":9}""");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "row 1: field \"id\" is missing or null, and it is part of the key", """{"b":""}""");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "row 1: field \"id\" is no value of type integer", """{"id":9.5,"b":""}""");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "row 1: field \"at\" is no value of type timestamp with time zone", """{"id":9,"b":"","at":"2026-01-01T00:00:00"}""");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "row 1: field \"op\" takes insert, upsert or delete", """{"id":9,"b":"","op":"drop"}""");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "the body has no rows", "[]");
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "the body is no object, no array of objects and no lines with an object each", "7");
        await RefusedAsync(HttpStatusCode.BadRequest, "the body is not JSON at line 1, byte 8", """{"id":9,""");
        await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, "the body has more than 2048 bytes", $$"""{"id":9,"b":"{{new string('A', 3000)}}"}""");
        (await PostAsync("orders", """{"id":9,"b":""}""", token: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync("orders", """{"id":9,"b":""}""", token: "another-token")).ShouldBe((HttpStatusCode.Forbidden, "{\"error\":\"the credential is not right\"}\n"));
        (await PostAsync("others", """{"id":9,"b":""}""")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await _http.GetAsync(new Uri(Hooks + "orders"), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await _http.GetAsync(new Uri(Hooks), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // While the capture stands, senders keep what they have.
        await client.ExecuteAsync("ALTER REMOTE SOURCE hooks SUSPEND CAPTURE");
        (await PostAsync("orders", """{"id":6,"b":""}""", key: "k2")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await client.ExecuteAsync("ALTER REMOTE SOURCE hooks RESUME CAPTURE");
        while ((await PostAsync("orders", """{"id":6,"b":""}""", key: "k2")).Status != HttpStatusCode.OK) await Task.Delay(20, TestContext.Current.CancellationToken);
        await ReplicationPlant.UntilAsync(client, "SELECT id FROM orders ORDER BY 1", "1", "3", "4", "5", "6");
        (await client.RowsAsync("SELECT is_remote_subscription_supported, is_selectable FROM virtual_tables WHERE table_name = 'orders'")).ShouldBe(["TRUE|FALSE"]);
        await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION orders RESET");
        await Should.ThrowAsync<HttpRequestException>(() => PostAsync("orders", "{}"));
    }

    [Fact]
    public async Task Signed_bodies_come_over_tls_and_a_port_in_use_is_told()
    {
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE TABLE another (id int)");
        await using var client = await plant.OpenAsync();
        using var busy = new TcpListener(IPAddress.Loopback, _port);
        busy.Start();
        var (certificate, key) = Certificate();
        try
        {
            (await client.FailsAsync($"CREATE REMOTE SOURCE hooks ADAPTER webhook CONFIGURATION 'listen=0.0.0.0:{_port}'", "HV024")).Hint!.ShouldContain("allow_plaintext");
            (await client.FailsAsync("CREATE REMOTE SOURCE hooks ADAPTER webhook CONFIGURATION 'listen=here'", "HV024")).MessageText.ShouldContain("an address and a port");
            (await client.FailsAsync($"CREATE REMOTE SOURCE hooks ADAPTER webhook CONFIGURATION 'listen=127.0.0.1:{_port};token=in-the-open'", "HV00D")).MessageText.ShouldContain("belongs in the credential");
            await client.ExecuteAsync($"CREATE REMOTE SOURCE hooks ADAPTER webhook CONFIGURATION 'listen=127.0.0.1:{_port};certificate={certificate};certificate_key={key}'");
            await client.ExecuteAsync("CREATE VIRTUAL TABLE v.lines (text text) AT \"hooks\".\"<NULL>\".\"<NULL>\".\"lines\"; CREATE TABLE lines (text text); CREATE REMOTE SUBSCRIPTION lines ON v.lines TARGET TABLE lines");
            (await client.FailsAsync("ALTER REMOTE SUBSCRIPTION lines QUEUE", "28000")).MessageText.ShouldContain("a token or a secret");
            await client.ExecuteAsync("ALTER REMOTE SOURCE hooks WITH CREDENTIAL TYPE 'PASSWORD' USING 'secret=shared-secret'");
            await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION lines QUEUE");
            await ReplicationPlant.UntilAsync(client, "SELECT error_number, error_message FROM remote_subscription_exceptions", $"4711|remote source \"hooks\" cannot listen at 127.0.0.1:{_port}: the port is in use");
            busy.Stop();
            await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS RETRY");
            await client.ExecuteAsync("ALTER REMOTE SUBSCRIPTION lines DISTRIBUTE");
            await ReplicationPlant.UntilStateAsync(client, "lines", "APPLY_CHANGE_DATA");
            (await SignedAsync("{\"text\":\"ä\"}", "shared-secret")).ShouldBe(HttpStatusCode.OK);
            (await SignedAsync("{\"text\":\"b\"}", "another-secret")).ShouldBe(HttpStatusCode.Forbidden);
            await ReplicationPlant.UntilAsync(client, "SELECT * FROM lines", "ä");
        }
        finally
        {
            File.Delete(certificate);
            File.Delete(key);
        }
    }

    /// <summary>Whatever a sender was told is there is there, once, however often the gateway is killed.</summary>
    [Fact]
    public async Task What_was_answered_survives_every_kill_once()
    {
        const int senders = 4, each = 60, kills = 4;
        await using var plant = await ReplicationPlant.StartAsync(source.Cluster, "CREATE TABLE another (id int)");
        await using (var client = await plant.OpenAsync())
        {
            await CreateAsync(client, "");
            await client.ExecuteAsync("CREATE VIRTUAL TABLE v.events (sender int, n int) AT \"hooks\".\"<NULL>\".\"<NULL>\".\"events\"; CREATE TABLE events (sender int, n int); CREATE REMOTE SUBSCRIPTION events ON v.events TARGET TABLE events");
            await ReplicationPlant.BeginAsync(client, "events");
        }

        var answered = new ConcurrentBag<string>();
        var done = 0;
        var sending = Task.WhenAll(Enumerable.Range(0, senders).Select(async sender =>
        {
            for (var n = 0; n < each; n++)
            {
                while (!await TryPostAsync($$"""{"sender":{{sender}},"n":{{n}}}""", $"{sender}-{n}")) await Task.Delay(10);
                answered.Add($"{sender}|{n}");
                Interlocked.Increment(ref done);
            }
        }));
        for (var kill = 1; kill <= kills; kill++)
        {
            var next = senders * each * kill / (kills + 1);
            while (Volatile.Read(ref done) < next) await Task.Delay(5, TestContext.Current.CancellationToken);
            await plant.KillAsync();

            // Once in the midst of writing the keys down, once when rows are durable and nobody has been told.
            await plant.RestartAsync(kill switch { 1 => "pushing.taken=kill@9", 2 => "receiver.durable=kill@9", _ => null });
            while (kill <= 2 && !plant.Gateway.HasExited) await Task.Delay(5, TestContext.Current.CancellationToken);
            if (kill > 2) continue;
            await plant.KillAsync();
            await plant.RestartAsync();
        }

        await sending;
        await using var again = await plant.OpenAsync();
        await ReplicationPlant.UntilAsync(again, "SELECT count(*), count(DISTINCT (sender, n)) FROM events", $"{senders * each}|{senders * each}");
        (await again.RowsAsync("SELECT sender, n FROM events")).Order(StringComparer.Ordinal).ShouldBe(answered.Order(StringComparer.Ordinal));
    }

    private Task<int> CreateAsync(GatewayClient client, string options) => client.ExecuteAsync(
        $"CREATE REMOTE SOURCE hooks ADAPTER webhook CONFIGURATION 'listen=127.0.0.1:{_port};path=/hooks;{options}' WITH CREDENTIAL TYPE 'PASSWORD' USING 'token={Token}'");

    private async Task<bool> TryPostAsync(string body, string key)
    {
        try
        {
            return (await PostAsync("events", body, key)).Status == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string table, string body, string? key = null, string? token = Token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Hooks + table)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (token is not null) request.Headers.Add("Authorization", "Bearer " + token);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task RefusedAsync(HttpStatusCode status, string sentence, string body)
    {
        var answer = await PostAsync("orders", body);
        answer.Body.ShouldBe($"{{\"error\":{System.Text.Json.JsonSerializer.Serialize(sentence)}}}\n");
        answer.Status.ShouldBe(status);
    }

    private async Task<HttpStatusCode> SignedAsync(string body, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"https://127.0.0.1:{_port}/lines")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body))));
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static (string Certificate, string Key) Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=fedgw-test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (file, keyFile) = (Path.GetTempFileName(), Path.GetTempFileName());
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (file, keyFile);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
