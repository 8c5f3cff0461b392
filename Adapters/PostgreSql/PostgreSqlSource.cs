using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Capture;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Adapters.PostgreSql.Transactions;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql;

/// <summary>One PostgreSQL database under one credential: Npgsql asks about it, the gateway's own client reads from it and from its log.</summary>
internal sealed class PostgreSqlSource : IRemoteSource, ITransactionalSource, ICaptureSource
{
    private readonly PostgreSqlOptions _options;
    private readonly ConnectionPool _pool;
    private readonly ControlQueries _control;
    private readonly TimeProvider _time;

    public PostgreSqlSource(PostgreSqlOptions options, TimeProvider time)
    {
        _options = options;
        _pool = new ConnectionPool(options, time);
        _control = new ControlQueries(options);
        _time = time;
    }

    public IReadOnlyList<RemoteConnection> Connections => _pool.Connections;

    /// <summary>Logs in the way fragments do, so that what is checked is what will be used.</summary>
    public async Task<SourceVersion> CheckAsync(CancellationToken cancellationToken)
    {
        var connection = await _pool.OpenAsync(isReplication: false, cancellationToken);
        var version = connection.ServerVersion;
        await connection.CloseAsync();
        return new SourceVersion("PostgreSQL", version);
    }

    public async IAsyncEnumerable<BrowseNode> BrowseAsync(string? parentId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (parentId is null)
        {
            foreach (var (name, _) in await _control.QueryAsync(CatalogQueries.Schemas, [], row => (row.GetString(0), ""), cancellationToken))
                yield return new BrowseNode(name, name, "schema", IsImportable: false, IsExpandable: true);
            yield break;
        }

        foreach (var (name, kind) in await _control.QueryAsync(CatalogQueries.Objects, [parentId], row => (row.GetString(0), row.GetString(1)), cancellationToken))
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

        var candidates = await _control.QueryAsync(
            CatalogQueries.Candidates, [name.Schema, name.Object], row => (Oid: row.GetFieldValue<uint>(0), Schema: row.GetString(1), Name: row.GetString(2)), cancellationToken);
        var exact = candidates.Where(candidate => candidate.Name == name.Object && (name.Schema is null || candidate.Schema == name.Schema)
            || (name.Schema is null && $"{candidate.Schema}.{candidate.Name}" == name.Object)).ToList();
        var found = exact.Count > 0 ? exact : candidates;
        if (found.Count > 1) throw Missing(name, $"several objects have that name: {string.Join(", ", found.Select(candidate => $"{candidate.Schema}.{candidate.Name}"))}");
        if (found.Count == 0) throw Missing(name, $"relation \"{name.Schema ?? "public"}.{name.Object}\" does not exist");
        var tables = await _control.ReadTablesAsync([found[0].Oid], cancellationToken);
        return tables is [var table] ? table : throw Missing(name, "it was dropped a moment ago");
    }

    public async IAsyncEnumerable<RemoteTable> ImportSchemaAsync(string? schema, Predicate<ImportCandidate> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (schema is not null && (await _control.QueryAsync(CatalogQueries.SchemaExists, [schema], row => row.GetInt64(0), cancellationToken))[0] == 0)
        {
            throw new GatewayException(SqlState.RemoteSchemaNotFound, $"remote source \"{_options.SourceName}\" has no schema \"{schema}\"");
        }

        var objects = await _control.QueryAsync(CatalogQueries.ObjectsToImport, [schema], row => (Oid: row.GetFieldValue<uint>(0), Name: row.GetString(1)), cancellationToken);
        var wanted = objects.Where(found => isWanted(new ImportCandidate(found.Name, found.Name))).Select(found => found.Oid).ToList();
        foreach (var table in await _control.ReadTablesAsync(wanted, cancellationToken)) yield return table;
    }

    public ValueTask<IRemoteSession> OpenSessionAsync(RemoteSessionOptions options, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IRemoteSession>(new PostgreSqlSession(new SessionConnections(_pool, options), _options, options.SingleFragment));

    public ValueTask<IRemoteTransaction> BeginAsync(RemoteTransactionOptions options, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IRemoteTransaction>(new PostgreSqlTransaction(_pool, _options, options));

    public Task<IReadOnlyList<string>> PreparedAsync(string prefix, CancellationToken cancellationToken) => Outcomes.PreparedAsync(prefix, cancellationToken);

    public Task<bool> EndPreparedAsync(string name, bool commit, CancellationToken cancellationToken) => Outcomes.EndPreparedAsync(name, commit, cancellationToken);

    public Task<RemoteOutcome> OutcomeAsync(string transactionId, CancellationToken cancellationToken) => Outcomes.OutcomeAsync(transactionId, cancellationToken);

    public Task<IReadOnlyList<CaptureObstacle>> CheckCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken) =>
        new CaptureChecks(_control, _options).CheckAsync(CaptureName.Checked(capture), tables, cancellationToken);

    public Task<ChangePosition?> StartCaptureAsync(string capture, IReadOnlyList<CapturedTable> tables, CancellationToken cancellationToken) =>
        new CaptureSetup(_control, _options).StartAsync(CaptureName.Checked(capture), tables, cancellationToken);

    public Task DropCaptureAsync(string capture, CancellationToken cancellationToken) => new CaptureSetup(_control, _options).DropAsync(CaptureName.Checked(capture), cancellationToken);

    public Task WriteMarkerAsync(string capture, string marker, CancellationToken cancellationToken) =>
        new CaptureSetup(_control, _options).WriteMarkerAsync(CaptureName.Checked(capture), marker, cancellationToken);

    public async ValueTask<IChangeStream> OpenChangesAsync(string capture, IReadOnlyList<CapturedTable> tables, ChangePosition after, CancellationToken cancellationToken) =>
        await new ChangeStreamOpening(_pool, _control, _options, _time).OpenAsync(CaptureName.Checked(capture), tables, Lsn.Of(after), cancellationToken);

    public async ValueTask<IAlignedSnapshot?> OpenSnapshotAsync(string capture, CancellationToken cancellationToken) =>
        await AlignedSnapshot.OpenAsync(_pool, _options, CaptureName.Checked(capture), cancellationToken);

    public async Task<CaptureStatus> CaptureStatusAsync(string capture, CancellationToken cancellationToken) =>
        (await CaptureSlot.ReadAsync(_control, CaptureName.Checked(capture), cancellationToken)).ToStatus();

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        await _control.DisposeAsync();
    }

    private TransactionOutcomes Outcomes => new(_pool, _options);

    private GatewayException Missing(RemoteObjectName name, string detail) =>
        new(SqlState.RemoteTableNotFound, $"remote source \"{_options.SourceName}\" has no object \"{name}\"") { Detail = detail };
}
