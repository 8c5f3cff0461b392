using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Adapters.PostgreSql.Transactions;
using FederationGateway.Common;
using Npgsql;

namespace FederationGateway.Adapters.PostgreSql;

/// <summary>One PostgreSQL database under one credential: Npgsql asks about it, the gateway's own client reads from it.</summary>
internal sealed class PostgreSqlSource : IRemoteSource, ITransactionalSource
{
    private readonly PostgreSqlOptions _options;
    private readonly ConnectionPool _pool;
    private readonly NpgsqlDataSource _control;

    public PostgreSqlSource(PostgreSqlOptions options, TimeProvider time)
    {
        _options = options;
        _pool = new ConnectionPool(options, time);
        _control = ControlConnections.Create(options);
    }

    public IReadOnlyList<RemoteConnection> Connections => _pool.Connections;

    /// <summary>Logs in the way fragments do, so that what is checked is what will be used.</summary>
    public async Task<SourceVersion> CheckAsync(CancellationToken cancellationToken)
    {
        var connection = await _pool.OpenAsync(cancellationToken);
        var version = connection.ServerVersion;
        await connection.CloseAsync();
        return new SourceVersion("PostgreSQL", version);
    }

    public async IAsyncEnumerable<BrowseNode> BrowseAsync(string? parentId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (parentId is null)
        {
            foreach (var (name, _) in await QueryAsync(CatalogQueries.Schemas, [], row => (row.GetString(0), ""), cancellationToken))
                yield return new BrowseNode(name, name, "schema", IsImportable: false, IsExpandable: true);
            yield break;
        }

        foreach (var (name, kind) in await QueryAsync(CatalogQueries.Objects, [parentId], row => (row.GetString(0), row.GetString(1)), cancellationToken))
        {
            yield return new BrowseNode($"{parentId}.{name}", name, kind, IsImportable: true, IsExpandable: false, new RemoteObjectName(_options.Database, parentId, name));
        }
    }

    public async Task<RemoteTable> ImportAsync(RemoteObjectName name, CancellationToken cancellationToken)
    {
        if (name.Database is { } database && !database.Equals(_options.Database, StringComparison.OrdinalIgnoreCase))
        {
            throw Missing(name, $"the source is connected to database \"{_options.Database}\"");
        }

        var candidates = await QueryAsync(
            CatalogQueries.Candidates, [name.Schema, name.Object], row => (Oid: row.GetFieldValue<uint>(0), Schema: row.GetString(1), Name: row.GetString(2)), cancellationToken);
        var exact = candidates.Where(candidate => candidate.Name == name.Object && (name.Schema is null || candidate.Schema == name.Schema)
            || (name.Schema is null && $"{candidate.Schema}.{candidate.Name}" == name.Object)).ToList();
        var found = exact.Count > 0 ? exact : candidates;
        if (found.Count > 1) throw Missing(name, $"several objects have that name: {string.Join(", ", found.Select(candidate => $"{candidate.Schema}.{candidate.Name}"))}");
        if (found.Count == 0) throw Missing(name, $"relation \"{name.Schema ?? "public"}.{name.Object}\" does not exist");
        var tables = await ReadAsync([found[0].Oid], cancellationToken);
        return tables is [var table] ? table : throw Missing(name, "it was dropped a moment ago");
    }

    public async IAsyncEnumerable<RemoteTable> ImportSchemaAsync(string? schema, Predicate<ImportCandidate> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (schema is not null && (await QueryAsync(CatalogQueries.SchemaExists, [schema], row => row.GetInt64(0), cancellationToken))[0] == 0)
        {
            throw new GatewayException(SqlState.RemoteSchemaNotFound, $"remote source \"{_options.SourceName}\" has no schema \"{schema}\"");
        }

        var objects = await QueryAsync(CatalogQueries.ObjectsToImport, [schema], row => (Oid: row.GetFieldValue<uint>(0), Name: row.GetString(1)), cancellationToken);
        var wanted = objects.Where(found => isWanted(new ImportCandidate(found.Name, found.Name))).Select(found => found.Oid).ToList();
        foreach (var table in await ReadAsync(wanted, cancellationToken)) yield return table;
    }

    public ValueTask<IRemoteSession> OpenSessionAsync(RemoteSessionOptions options, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IRemoteSession>(new PostgreSqlSession(new SessionConnections(_pool, options), _options, options.SingleFragment));

    public ValueTask<IRemoteTransaction> BeginAsync(RemoteTransactionOptions options, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IRemoteTransaction>(new PostgreSqlTransaction(_pool, _options, options));

    public Task<IReadOnlyList<string>> PreparedAsync(string prefix, CancellationToken cancellationToken) => Outcomes.PreparedAsync(prefix, cancellationToken);

    public Task<bool> EndPreparedAsync(string name, bool commit, CancellationToken cancellationToken) => Outcomes.EndPreparedAsync(name, commit, cancellationToken);

    public Task<RemoteOutcome> OutcomeAsync(string transactionId, CancellationToken cancellationToken) => Outcomes.OutcomeAsync(transactionId, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        await _control.DisposeAsync();
    }

    private TransactionOutcomes Outcomes => new(_pool, _options);

    private Task<IReadOnlyList<RemoteTable>> ReadAsync(IReadOnlyList<uint> objects, CancellationToken cancellationToken) =>
        WithConnectionAsync(connection => new CatalogReader(connection, _options.Database).ReadAsync(objects, cancellationToken), cancellationToken);

    private Task<List<T>> QueryAsync<T>(string sql, string?[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        WithConnectionAsync(async connection =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = (object?)parameter ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            List<T> result = [];
            while (await rows.ReadAsync(cancellationToken)) result.Add(read(rows));
            return result;
        }, cancellationToken);

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
                _control.Clear();
            }
            catch (NpgsqlException error)
            {
                throw PostgreSqlErrors.OnExecute(_options, error, cancellationToken.IsCancellationRequested);
            }
        }
    }

    private async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection;
        try
        {
            connection = await ControlConnections.OpenAsync(_control, cancellationToken);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw PostgreSqlErrors.OnConnect(_options, error);
        }

        await using (connection)
            return await use(connection);
    }

    private GatewayException Missing(RemoteObjectName name, string detail) =>
        new(SqlState.RemoteTableNotFound, $"remote source \"{_options.SourceName}\" has no object \"{name}\"") { Detail = detail };
}
