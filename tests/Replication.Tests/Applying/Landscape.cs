using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;
using FederationGateway.Plan;
using FederationGateway.Replication.Applying;
using Microsoft.Extensions.Logging.Abstractions;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>A store with targets, subscriptions to the tables of a stream, and an applier between the two.</summary>
internal sealed class Landscape : ISubscriptionPlanner, IDisposable
{
    public const long Source = 1000;
    private readonly string _directory = Directory.CreateTempSubdirectory("applier").FullName;
    private readonly Dictionary<long, (SubscriptionEntry Entry, Func<IReadOnlyList<OutputColumn>, Expression>? Filter)> _subscriptions = [];
    private readonly RemoteTable[] _tables;

    public Landscape(params RemoteTable[] tables)
    {
        _tables = tables;
        Store = Open();
        Change(change => SchemaChanges.Create(change, "public", ifNotExists: false, "admin"));
        Stream = new SourceStream(Backlog.Add, tables);
        Applier = NewApplier();
        Store.Subscriptions.ChangeAsync(change => change.Set(new CaptureRecord(Source, "capture", "00")
        {
            Tables = tables.Select((table, i) => new CapturedTableRecord(i + 1, table)).ToEquatableArray(),
        })).GetAwaiter().GetResult();
    }

    public CatalogStore Store { get; private set; }

    public MemoryBacklog Backlog { get; } = new();

    public SourceStream Stream { get; }

    public Applier Applier { get; private set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What becomes of a plan before the applier has it.</summary>
    public Func<AppliedSubscription, AppliedSubscription> Adjust { get; set; } = static plan => plan;

    public ApplierOptions Options { get; set; } = new() { SubscriptionOf = static (_, _) => null };

    /// <summary>Makes a target, a subscription and its progress.</summary>
    /// <param name="query">The columns of AS (SELECT …); null for ON, which takes all of them.</param>
    public SubscriptionEntry Subscribe(
        string name, int table = 1, ChangeMode mode = ChangeMode.Normal, SubscriptionState state = SubscriptionState.ApplyChangeData,
        Func<IReadOnlyList<OutputColumn>, Expression>? filter = null, bool hasKey = true, SqlType? time = null, Func<NewColumn, NewColumn>? column = null, string[]? query = null)
    {
        LocalTableEntry? target = null;
        Change(change => target = Targets.Create(change, name, _tables[table - 1], mode, hasKey, time, column, query));
        var entry = Targets.SubscribedBy(new SubscriptionEntry(Store.NewOid(), "public", name + "_sub", "admin", Source, 0, new SubscriptionTarget(TargetKind.Table, target!.Oid)) { Mode = mode }, target) with
        {
            Query = query is null ? null : new StoredExpression($"SELECT {string.Join(", ", query)} FROM t", [], null, null, []),
        };
        _subscriptions[entry.Oid] = (entry, filter);
        Set(new SubscriptionProgress(entry.Oid, state) { CapturedTable = table, Chunk = Backlog.Last });
        return entry;
    }

    public SubscriptionProgress Progress(SubscriptionEntry subscription) => Store.Subscriptions.Current.Progress[subscription.Oid];

    public IReadOnlyList<SubscriptionExceptionEntry> Exceptions => [.. Store.Subscriptions.Current.Exceptions.Values];

    public void Set(SubscriptionProgress progress) => Store.Subscriptions.ChangeAsync(change => change.Set(progress)).GetAwaiter().GetResult();

    /// <summary>RETRY.</summary>
    public void Retry(SubscriptionExceptionEntry exception) => Store.Subscriptions.ChangeAsync(change => change.RemoveException(exception.Oid)).GetAwaiter().GetResult();

    /// <summary>IGNORE.</summary>
    public void Ignore(SubscriptionExceptionEntry exception) => Store.Subscriptions.ChangeAsync(change =>
    {
        var progress = Store.Subscriptions.Current.Progress[exception.Subscription!.Value];
        change.Set(progress with { Ignored = [.. progress.Ignored, exception.Place!] });
        change.RemoveException(exception.Oid);
    }).GetAwaiter().GetResult();

    public void Drop(string table) => Change(change => RelationDrops.Drop(change, [change.Snapshot.FindRelation("public", table)!], cascade: true, table, areNamed: true));

    /// <summary>Works until there is nothing more to do.</summary>
    public async Task ApplyAsync()
    {
        while (await Applier.RoundAsync(TestContext.Current.CancellationToken))
        {
        }
    }

    /// <summary>Ends everything without more ado and starts again from what is on disk.</summary>
    public void Restart()
    {
        Store.Dispose();
        Store = Open();
        Applier = NewApplier();
    }

    public void Configure(Func<ApplierOptions, ApplierOptions> change)
    {
        Options = change(Options);
        Applier = NewApplier();
    }

    /// <summary>A target's rows, each as text, in order; NULL for null.</summary>
    public string[] Rows(string table, params string[] columns)
    {
        using var connection = Store.Connect();
        return Targets.Rows(connection, (LocalTableEntry)Store.Current.FindRelation("public", table)!, columns);
    }

    /// <summary>Runs a statement of the engine on a target: <c>{0}</c> is its name, columns are c1, c2 …</summary>
    public void Execute(string table, string sql)
    {
        using var connection = Store.Connect();
        connection.Execute(string.Format(CultureInfo.InvariantCulture, sql, $"data.t{Store.Current.FindRelation("public", table)!.Oid}"), CancellationToken.None);
    }

    /// <summary>The place of a target's last row: rows that are deleted and inserted get new ones.</summary>
    public long LastRow(string table)
    {
        using var connection = Store.Connect();
        using var result = connection.OpenResult($"SELECT max(rowid) FROM data.t{Store.Current.FindRelation("public", table)!.Oid}", new Schema([new Field("row", SqlType.Int8)]), CancellationToken.None);
        result.TryRead(out var batch);
        using (batch) return batch!.Column(0).GetValue<long>(0);
    }

    public static Func<IReadOnlyList<OutputColumn>, Expression> Where(int column, ComparisonOperator comparison, object value) =>
        columns => new ComparisonExpression(comparison, columns[column].ToExpression(), new ConstantExpression(value, columns[column].Type));

    public AppliedSubscription Plan(CatalogSnapshot snapshot, SubscriptionEntry subscription, CapturedTableRecord table) => Adjust(Targets.Plan(snapshot, subscription, table, _subscriptions[subscription.Oid].Filter));

    public void Dispose()
    {
        Store.Dispose();
        Backlog.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private CatalogStore Open() => CatalogStore.Open(new CatalogStoreOptions(_directory) { Threads = 2, Functions = DuckDbFunctions.All }, BuiltInCatalog.Snapshot);

    private Applier NewApplier() => new(
        Source, Store, Backlog, this, Options with { SubscriptionOf = (_, oid) => _subscriptions.TryGetValue(oid, out var found) ? found.Entry : null }, Time, NullLogger.Instance);

    private void Change(Action<CatalogTransaction> change)
    {
        using var connection = Store.Connect();
        connection.Execute("BEGIN", CancellationToken.None);
        using var transaction = Store.BeginAsync(connection, CancellationToken.None).GetAwaiter().GetResult();
        change(transaction);
        connection.Execute("COMMIT", CancellationToken.None);
        transaction.Publish();
    }
}
