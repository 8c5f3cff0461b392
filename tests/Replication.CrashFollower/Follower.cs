using System.Collections.Immutable;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Federation;
using FederationGateway.Plan;
using FederationGateway.Replication.Applying;
using FederationGateway.Replication.Backlog;
using FederationGateway.Replication.Polling;
using FederationGateway.Replication.Provisioning;
using FederationGateway.Replication.Receiving;
using FederationGateway.Replication.Tests.Applying;
using Microsoft.Extensions.Logging.Abstractions;

namespace FederationGateway.Replication.CrashFollower;

/// <summary>A store, targets in every mode, and what follows a source: all that a gateway replicates with, over one directory.</summary>
internal sealed class Follower : ISubscriptionPlanner, ISourceCatalog, ITableReader, IAsyncDisposable
{
    public const string LoadTime = "2026-01-01 00:00:00";

    // Small enough that little makes several files, groups and parts.
    private const int SegmentBytes = 6_000;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    public static readonly ImmutableArray<Followed> All =
    [
        new("documents", 1), new("filtered", 1) { IsFiltered = true }, new("marked", 1) { Mode = ChangeMode.Upsert }, new("logged", 1) { Mode = ChangeMode.Insert },
        new("unindexed", 1) { HasKey = false }, new("pairs", 2), new("events", 3),
    ];

    private readonly ScriptedWorld _world;
    private readonly int _history;
    private readonly SourceRegistry _sources;

    public Follower(string directory, ScriptedWorld world, int history)
    {
        (_world, _history) = (world, history);
        Store = CatalogStore.Open(new CatalogStoreOptions(Path.Combine(directory, "data")) { Threads = 1, Functions = DuckDbFunctions.All }, BuiltInCatalog.Snapshot);
        if (Store.Current.SubscriptionsByOid.IsEmpty) Prepare();
        _sources = new SourceRegistry(new AdapterRegistry([new ScriptedAdapter(world, history)]), this);
        Service = new ReplicationService(Store, _sources, this, this, OptionsOf(directory), TimeProvider.System, NullLogger.Instance);
    }

    public CatalogStore Store { get; }

    public ReplicationService Service { get; }

    public CatalogSnapshot Committed => Store.Current;

    public long Source => Store.Current.Sources.Values.Single().Oid;

    public void Start() => Service.Start();

    public SubscriptionEntry Subscription(Followed one) => Store.Current.SubscriptionsByOid.Values.Single(entry => entry.Name == one.Name);

    public SubscriptionProgress? Progress(Followed one) => Store.Subscriptions.Current.Progress.GetValueOrDefault(Subscription(one).Oid);

    public LocalTableEntry Target(Followed one) => (LocalTableEntry)Store.Current.FindRelation("public", one.Name)!;

    public IReadOnlyDictionary<string, string> Decrypt(CredentialEntry credential) => throw new InvalidOperationException("there is none");

    public IAsyncEnumerable<RecordBatch> ReadAsync(long source, RemoteTable table, EquatableArray<int> ordinals, LowerBound? bound, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("the source tells of changes by itself");

    public AppliedSubscription Plan(CatalogSnapshot snapshot, SubscriptionEntry subscription, CapturedTableRecord table) => Targets.Plan(
        snapshot, subscription, table,
        All.Single(one => one.Name == subscription.Name).IsFiltered ? columns => new ComparisonExpression(ComparisonOperator.GreaterOrEqual, columns[1].ToExpression(), new ConstantExpression(SourceModel.FilterFrom, columns[1].Type)) : null);

    /// <summary>
    /// Where targets are not what the source was at the place that their progress tells: both are read as of one moment, whatever is being applied meanwhile. Of a target that is being loaded
    /// nothing is known.
    /// </summary>
    public IReadOnlyList<string> Differences()
    {
        using var connection = Store.Connect();
        connection.Execute("BEGIN TRANSACTION", CancellationToken.None);
        var progress = Targets.Texts(connection, "SELECT definition FROM catalog.subscription_progress").Select(CatalogJson.Read<SubscriptionProgress>).ToDictionary(row => row.Oid);
        List<string> differences = [];
        foreach (var one in All)
            if (progress.GetValueOrDefault(Subscription(one).Oid) is { State: SubscriptionState.ApplyChangeData } at) differences.AddRange(Differences(one, at, connection));
        connection.Execute("COMMIT", CancellationToken.None);
        return differences;
    }

    /// <summary>The history up to a line, with targets loaded at another.</summary>
    public SourceModel ModelAt(long line, long? loaded = null)
    {
        var stream = new SourceStream(null, SourceModel.Tables);
        var model = new SourceModel(stream, new Random(_history));
        var (transactions, before) = (_world.TransactionsIn(line), loaded is { } place ? _world.TransactionsIn(place) : -1);
        for (var i = 0; i <= transactions; i++)
        {
            if (i == before) model.Load(LoadTime);
            if (i == transactions) break;
            model.Transact();
            if (stream.IsPending) stream.Send();
        }

        return model;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await _sources.DisposeAsync();
        Store.Dispose();
    }

    private IEnumerable<string> Differences(Followed one, SubscriptionProgress progress, DuckDbConnection connection)
    {
        long? loaded = progress.LoadedPosition is { } load ? ScriptedWorld.LineOf(ChangePosition.FromHex(load)) : null;
        var line = Math.Max(loaded ?? 0, progress.LastPosition is { } last ? ScriptedWorld.LineOf(last) : 0);
        var expected = one.Expected(ModelAt(line, loaded));
        var rows = Targets.Rows(connection, Target(one)).Where(row => !Followed.IsStray(row)).ToArray();
        if (rows.SequenceEqual(expected)) yield break;
        yield return $"{one.Name} at line {line}, loaded at {loaded}: {string.Join("; ", rows.Except(expected))} instead of {string.Join("; ", expected.Except(rows))}; {rows.Length} rows of {expected.Length}";
    }

    // The whole landscape, or nothing of it.
    private void Prepare()
    {
        using var connection = Store.Connect();
        connection.Execute("BEGIN", CancellationToken.None);
        using var transaction = Store.BeginAsync(connection, CancellationToken.None).GetAwaiter().GetResult();
        SchemaChanges.Create(transaction, "public", ifNotExists: true, "admin");
        SchemaChanges.Create(transaction, "v", ifNotExists: false, "admin");
        var source = RemoteSources.Create(transaction, "s", "scripted", [], null, null, "admin");
        var tables = SourceModel.Tables.Select(table => VirtualTables.Create(transaction, "v", table.Path[1], source, table, false, [], DateTime.UnixEpoch, "admin")).ToList();
        foreach (var one in All)
        {
            var target = Targets.Create(transaction, one.Name, SourceModel.Tables[one.Table - 1], one.Mode, one.HasKey);
            SubscriptionChanges.Create(transaction, "public", one.Name, (oid, schema) => Targets.SubscribedBy(
                new SubscriptionEntry(oid, schema, one.Name, "admin", source.Oid, tables[one.Table - 1].Oid, new SubscriptionTarget(TargetKind.Table, target.Oid)) { Mode = one.Mode }, target));
        }

        connection.Execute("COMMIT", CancellationToken.None);
        transaction.Publish();
    }

    private static ReplicationOptions OptionsOf(string directory)
    {
        var options = new ReplicationOptions(Path.Combine(directory, "backlog")) { FirstRetry = Soon, LongestRetry = Soon, StatusInterval = TimeSpan.FromSeconds(1) };
        return options with
        {
            Backlog = new BacklogOptions { SegmentBytes = SegmentBytes },
            Receiver = new ReceiverOptions { FirstDelay = Soon, LongestDelay = Soon },
            Applier = options.Applier with { FirstRetry = Soon, LongestRetry = Soon, GroupRows = 40, PartRows = 6 },
        };
    }
}
