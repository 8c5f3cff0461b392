using System.Text;
using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Trouble;

/// <summary>Statements too long, too deep, too wide. A gateway of their own: it must be the same process afterwards.</summary>
public sealed class ExtremeStatementTests(ExtremeStatementTests.OwnGateway own) : IClassFixture<ExtremeStatementTests.OwnGateway>, IAsyncLifetime
{
    private GatewayClient _client = null!;

    public async ValueTask InitializeAsync() => _client = await GatewayClient.OpenAsync(own.Gateway, builder => builder.CommandTimeout = 300);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        own.Gateway.HasExited.ShouldBeFalse();
    }

    [Theory]
    [InlineData("SELECT ", "(", "1", ")")]
    [InlineData("SELECT ", "- ", "1", "")]
    [InlineData("SELECT ", "NOT ", "true", "")]
    [InlineData("SELECT ", "abs(", "1", ")")]
    [InlineData("SELECT 1", " + 1", "", "")]
    [InlineData("SELECT ", "CASE WHEN true THEN ", "1", " END")]
    [InlineData("SELECT * FROM ", "(SELECT * FROM ", "crm.public.customers", ") x")]
    [InlineData("SELECT 1", " UNION ALL SELECT 1", "", "")]
    [InlineData("SELECT ARRAY", "[", "1", "]")]
    [InlineData("EXPLAIN SELECT ", "(SELECT ", "1", ")")]
    public async Task A_statement_nested_100000_deep_is_refused_by_a_living_process(string before, string open, string middle, string close)
    {
        await _client.FailsAsync(Nested(before, open, middle, close), "54001");

        (await _client.NumberAsync("SELECT 1")).ShouldBe(1);
    }

    /// <summary>Conjuncts stand side by side, however many there are.</summary>
    [Fact]
    public async Task Twenty_thousand_conjuncts_are_answered() =>
        (await _client.RowsAsync(Nested("SELECT 1 WHERE true", " AND 1 = 1", "", "", 20_000))).ShouldBe(["1"]);

    [Fact]
    public async Task A_hundred_megabyte_statement_is_answered()
    {
        (await _client.NumberAsync($"SELECT length('{new string('x', 100_000_000)}')")).ShouldBe(100_000_000);

        await using var again = await GatewayClient.OpenAsync(own.Gateway);
        (await again.NumberAsync("SELECT 1")).ShouldBe(1);
    }

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public async Task A_list_of_100000_literals_is_answered(string pushdown)
    {
        var list = string.Join(',', Enumerable.Range(1, 100_000).Select(i => i * 3));
        await _client.ExecuteAsync($"SET pushdown = {pushdown}");

        (await _client.NumberAsync($"SELECT count(*) FROM crm.public.orders WHERE id IN ({list})")).ShouldBe(SampleTables.Orders / 3);
    }

    [Fact]
    public async Task A_thousand_columns_and_ten_thousand_rows_of_values_are_no_trouble()
    {
        (await _client.RowsAsync($"SELECT {string.Join(", ", Enumerable.Range(1, 1000))}")).Single().Split('|').Length.ShouldBe(1000);
        (await _client.NumberAsync($"SELECT sum(a) FROM (VALUES {string.Join(", ", Enumerable.Range(1, 10_000).Select(i => $"({i}, 'x')"))}) v(a, b)")).ShouldBe(50_005_000);
    }

    private static string Nested(string before, string open, string middle, string close, int depth = 100_000) =>
        new StringBuilder(before).Insert(before.Length, open, depth).Append(middle).Append(new StringBuilder().Insert(0, close, depth)).ToString();

    /// <summary>The gateway of all tests of this class.</summary>
    public sealed class OwnGateway(Landscape landscape) : IAsyncLifetime
    {
        private GatewayServer? _gateway;

        public GatewayServer Gateway => _gateway ?? throw new InvalidOperationException("the gateway has not been started");

        public async ValueTask InitializeAsync()
        {
            _gateway = await GatewayServer.StartAsync();
            await using var client = await GatewayClient.OpenAsync(_gateway);
            await client.ExecuteAsync(landscape.CreateSource("crm", Landscape.Database));
        }

        public async ValueTask DisposeAsync()
        {
            if (_gateway is not null) await _gateway.DisposeAsync();
        }
    }
}
