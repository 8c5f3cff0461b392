using System.Data;
using Npgsql;

namespace FederationGateway.Support.Answers;

/// <summary>A connection that asks for every value as the server's own text. Used by one test at a time.</summary>
public sealed class TextSession : IAsyncDisposable
{
    private const int TimeoutSeconds = 60;
    private readonly NpgsqlDataSource _source;
    private readonly List<string> _preparations = [];
    private NpgsqlConnection _connection;

    private TextSession(NpgsqlDataSource source, NpgsqlConnection connection) => (_source, _connection) = (source, connection);

    public static async Task<TextSession> OpenAsync(string connectionString)
    {
        // No pool may hand a session's settings to the next test, and texts need no knowledge of types.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = TimeoutSeconds, IncludeErrorDetail = true };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConfigureTypeLoading(loading => loading.EnableTypeLoading(false));
        var source = builder.Build();
        return new TextSession(source, await source.OpenConnectionAsync());
    }

    public async Task<Answer> AskAsync(string sql)
    {
        try
        {
            if (_connection.State != ConnectionState.Open)
                await ReopenAsync();
            await using var command = new NpgsqlCommand(sql, _connection) { AllResultTypesAreUnknown = true };
            await using var reader = await command.ExecuteReaderAsync();
            var columns = Enumerable.Range(0, reader.FieldCount)
                .Select(ordinal => new AnswerColumn(reader.GetName(ordinal), reader.GetDataTypeOID(ordinal))).ToList();
            List<string?[]> rows = [];
            while (await reader.ReadAsync())
                rows.Add([.. columns.Select((_, ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal))]);
            return new Answer(columns, rows);
        }
        catch (PostgresException error)
        {
            return new Answer([], [], error.SqlState, error.Detail is null ? error.MessageText : $"{error.MessageText} ({error.Detail})");
        }
    }

    /// <summary>Runs a statement that has to succeed, now and a SET again when the connection has to be opened again.</summary>
    public async Task RunAsync(string sql)
    {
        _preparations.Add(sql);
        var answer = await AskAsync(sql);
        if (answer.SqlState is not null)
            throw new InvalidOperationException($"{answer} for {sql}");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    /// <summary>Npgsql gives a connection up after an internal error of the server; the statements after it shall be asked all the same.</summary>
    private async Task ReopenAsync()
    {
        await _connection.DisposeAsync();
        _connection = await _source.OpenConnectionAsync();
        foreach (var preparation in _preparations.Where(sql => sql.StartsWith("SET ", StringComparison.Ordinal)))
        {
            await using var command = new NpgsqlCommand(preparation, _connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
