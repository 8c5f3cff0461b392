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
        Stream = new SourceStream(Backlog, tables);
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

    public ApplierOptions Options { get; set; } = new() { SubscriptionOf = static (_, _) => null };

    /// <summary>Makes a target, a subscription and its progress.</summary>
    /// <param name="query">The columns of AS (SELECT …); null for ON, which takes all of them.</param>
    public SubscriptionEntry Subscribe(
        string name, int table = 1, ChangeMode mode = ChangeMode.Normal, SubscriptionState state = SubscriptionState.ApplyChangeData,
        Func<IReadOnlyList<OutputColumn>, Expression>? filter = null, bool hasKey = true, SqlType? time = null, Func<NewColumn, NewColumn>? column = null, string[]? query = null)
    {
        var source = _tables[table - 1];
        var columns = source.Columns.Where(remote => query?.Contains(remote.Name) != false).Select(remote => new NewColumn(remote.Name, remote.Type, mode == ChangeMode.Insert || remote.IsNullable)).Select(column ?? (same => same)).ToList();
        if (mode != ChangeMode.Normal) columns.AddRange([new NewColumn("_change_type", SqlType.VarChar(2)), new NewColumn("_change_time", time ?? SqlType.Timestamp)]);
        if (mode == ChangeMode.Insert) columns.Add(new NewColumn("_change_sequence", SqlType.Int4));
        var key = source.Keys.Count > 0 && hasKey && mode != ChangeMode.Insert ? [new NewKey(true, source.Keys[0].Ordinals.Select(ordinal => source.Columns[ordinal].Name).ToEquatableArray())] : Array.Empty<NewKey>();
        LocalTableEntry? target = null;
        Change(change => target = LocalTables.Create(change, "public", name, columns, key, "admin"));
        string? Physical(string wanted) => target!.Columns.FirstOrDefault(found => found.Name == wanted)?.RemoteName;
        var entry = new SubscriptionEntry(Store.NewOid(), "public", name + "_sub", "admin", Source, 0, new SubscriptionTarget(TargetKind.Table, target!.Oid))
        {
            Mode = mode,
            ChangeTypeColumn = Physical("_change_type"),
            ChangeTimeColumn = Physical("_change_time"),
            ChangeSequenceColumn = Physical("_change_sequence"),
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
        var target = (LocalTableEntry)Store.Current.FindRelation("public", table)!;
        var shown = columns.Length == 0 ? [.. target.Columns] : columns.Select(name => target.Columns.First(column => column.Name == name)).ToArray();
        var texts = shown.Select(column => $"coalesce(CAST({column.RemoteName} AS VARCHAR), 'NULL')");
        using var connection = Store.Connect();
        using var result = connection.OpenResult($"SELECT concat_ws(' ', {string.Join(", ", texts)}) FROM data.t{target.Oid} ORDER BY 1", new Schema([new Field("row", SqlType.Text)]), CancellationToken.None);
        List<string> rows = [];
        while (result.TryRead(out var batch))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) rows.Add(batch.Column(0).GetString(i));
        }

        rows.Sort(StringComparer.Ordinal);
        return [.. rows];
    }

    /// <summary>Runs a statement of the engine on a target: <c>{0}</c> is its name, columns are c1, c2 …</summary>
    public void Execute(string table, string sql)
    {
        using var connection = Store.Connect();
        connection.Execute(string.Format(CultureInfo.InvariantCulture, sql, $"data.t{Store.Current.FindRelation("public", table)!.Oid}"), CancellationToken.None);
    }

    public static Func<IReadOnlyList<OutputColumn>, Expression> Where(int column, ComparisonOperator comparison, object value) =>
        columns => new ComparisonExpression(comparison, columns[column].ToExpression(), new ConstantExpression(value, columns[column].Type));

    public AppliedSubscription Plan(CatalogSnapshot snapshot, SubscriptionEntry subscription, CapturedTableRecord table)
    {
        var ids = new ColumnIds();
        var columns = table.Definition.Columns.Select(column => new OutputColumn(ids.Next(), column.Name, column.Type, column.IsNullable)).ToEquatableArray();
        var target = (LocalTableEntry)snapshot.RelationsByOid[subscription.Target.Object!.Value];
        var pairs = columns.Select((column, i) => (Source: i, Column: column, Target: target.Columns.ToList().FindIndex(found => found.Name == column.Name))).Where(pair => pair.Target >= 0).ToList();
        var key = table.Definition.Keys.Count == 0 ? [] : table.Definition.Keys[0].Ordinals.ToArray();
        return new AppliedSubscription(
            subscription, target, table.Id, columns, pairs.Select(pair => pair.Target).ToEquatableArray(),
            pairs.Select(pair => target.Columns[pair.Target].Type == pair.Column.Type ? (Expression)pair.Column.ToExpression() : new CastExpression(pair.Column.ToExpression(), target.Columns[pair.Target].Type)).ToEquatableArray(),
            _subscriptions[subscription.Oid].Filter?.Invoke(columns), key.Select(ordinal => pairs.First(pair => pair.Source == ordinal).Target).ToEquatableArray());
    }

    public void Dispose()
    {
        Store.Dispose();
        Backlog.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private CatalogStore Open() => CatalogStore.Open(new CatalogStoreOptions(_directory) { Threads = 2, Functions = DuckDbFunctions.All }, BuiltInCatalog.Snapshot);

    private Applier NewApplier() => new(
        Source, Store, Backlog, this, Options with { SubscriptionOf = (_, oid) => _subscriptions.TryGetValue(oid, out var found) ? found.Entry : null }, TimeProvider.System, NullLogger.Instance);

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
