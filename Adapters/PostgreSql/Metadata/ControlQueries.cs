using FederationGateway.Adapters.Abstractions;
using Npgsql;
using NpgsqlTypes;

namespace FederationGateway.Adapters.PostgreSql.Metadata;

/// <summary>Puts questions to a server, and the orders that go with them. Failures are what a client of the gateway is told.</summary>
internal sealed class ControlQueries(PostgreSqlOptions options) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = ControlConnections.Create(options);

    /// <summary>The definitions of objects, in the order asked for; of those that are gone nothing.</summary>
    public Task<IReadOnlyList<RemoteTable>> ReadTablesAsync(IReadOnlyList<uint> objects, CancellationToken cancellationToken) =>
        WithConnectionAsync(connection => new CatalogReader(connection, options.Database).ReadAsync(objects, cancellationToken), cancellationToken);

    /// <param name="parameters">Texts, lists of texts, lists of oids, and nulls, which are texts.</param>
    public Task<List<T>> QueryAsync<T>(string sql, object?[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        WithConnectionAsync(connection => RunAsync(connection, sql, parameters, read, cancellationToken), cancellationToken);

    /// <summary>As <see cref="QueryAsync{T}"/> for what changes something at the server: it is asked for once, whatever becomes of the connection.</summary>
    public async Task<List<T>> ExecuteAsync<T>(string sql, object?[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await UseAsync(connection => RunAsync(connection, sql, parameters, read, cancellationToken), cancellationToken);
        }
        catch (NpgsqlException error)
        {
            throw PostgreSqlErrors.OnExecute(options, error, cancellationToken.IsCancellationRequested);
        }
    }

    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => ExecuteAsync(sql, [], _ => 0, cancellationToken);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task<List<T>> RunAsync<T>(NpgsqlConnection connection, string sql, object?[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter ?? DBNull.Value, NpgsqlDbType = TypeOf(parameter) });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        List<T> result = [];
        while (await rows.ReadAsync(cancellationToken)) result.Add(read(rows));
        return result;
    }

    private static NpgsqlDbType TypeOf(object? parameter) => parameter switch
    {
        string[] => NpgsqlDbType.Array | NpgsqlDbType.Text,
        uint[] => NpgsqlDbType.Array | NpgsqlDbType.Oid,
        _ => NpgsqlDbType.Text,
    };

    private async Task<T> WithConnectionAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        for (var mayBeDead = true; ; mayBeDead = false)
        {
            try
            {
                return await UseAsync(use, cancellationToken);
            }
            catch (NpgsqlException error) when (mayBeDead && PostgreSqlErrors.IsLost(error) && !cancellationToken.IsCancellationRequested)
            {
                // It had died in the pool, and so may have the others. Questions about the server change nothing: they can be asked again.
                _source.Clear();
            }
            catch (NpgsqlException error)
            {
                throw PostgreSqlErrors.OnExecute(options, error, cancellationToken.IsCancellationRequested);
            }
        }
    }

    private async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection;
        try
        {
            connection = await ControlConnections.OpenAsync(_source, cancellationToken);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw PostgreSqlErrors.OnConnect(options, error);
        }

        await using (connection)
            return await use(connection);
    }
}
