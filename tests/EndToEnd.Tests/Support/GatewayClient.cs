using System.Globalization;
using FederationGateway.Support.Servers;
using Npgsql;

namespace FederationGateway.EndToEnd.Support;

/// <summary>One session of a gateway: statements in, texts out. Values come as the gateway printed them, so that a test reads like a psql session.</summary>
public sealed class GatewayClient : IAsyncDisposable
{
    private readonly List<PostgresNotice> _notices = [];

    private GatewayClient(NpgsqlConnection connection)
    {
        Connection = connection;
        connection.Notice += (_, e) => _notices.Add(e.Notice);
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>The schema unqualified names live in, when the session was opened with one.</summary>
    public string Schema => new NpgsqlConnectionStringBuilder(Connection.ConnectionString).SearchPath ?? "public";

    /// <summary>What the gateway sent besides results, and has not been cleared.</summary>
    public IReadOnlyList<PostgresNotice> Notices => _notices;

    public static async Task<GatewayClient> OpenAsync(GatewayServer gateway, Action<NpgsqlConnectionStringBuilder>? configure = null)
    {
        var builder = new NpgsqlConnectionStringBuilder(gateway.ConnectionString) { Pooling = false, CommandTimeout = 120, IncludeErrorDetail = true };
        configure?.Invoke(builder);
        var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            await connection.OpenAsync();
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        return new GatewayClient(connection);
    }

    /// <summary>Waits until this session runs a statement, as another one sees it.</summary>
    public async Task UntilRunningAsync(GatewayClient observer)
    {
        while (await observer.NumberAsync($"SELECT count(*) FROM pg_stat_activity WHERE pid = {Connection.ProcessID} AND state = 'active'") == 0) await Task.Delay(10);
    }

    /// <summary>Runs one or more statements and returns the number of rows they touched, -1 for none that count.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken = default)
    {
        await using var command = new NpgsqlCommand(sql, Connection);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The rows of one query, each as its values' texts joined by <c>|</c>; NULL is empty.</summary>
    public async Task<List<string>> RowsAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, Connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        return rows;
    }

    /// <summary>The rows of one query as one text, a row a line.</summary>
    public async Task<string> TextAsync(string sql) => string.Join('\n', await RowsAsync(sql));

    /// <summary>A number from the first row.</summary>
    public async Task<long> NumberAsync(string sql) => long.Parse((await RowsAsync(sql)).First(), CultureInfo.InvariantCulture);

    /// <summary>The error of a statement that must fail with <paramref name="sqlState"/>, checked for what every error must be.</summary>
    public async Task<PostgresException> FailsAsync(string sql, string sqlState)
    {
        var error = await Should.ThrowAsync<PostgresException>(() => RowsAsync(sql));
        error.SqlState.ShouldBe(sqlState, error.MessageText);
        ErrorTexts.Check(error);
        return error;
    }

    public void ClearNotices() => _notices.Clear();

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
