using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Conformance;

/// <summary>A live source that holds <see cref="NastyTable"/>, with ways to ask it plans.</summary>
public sealed class ConformanceSource : IAsyncDisposable
{
    private readonly Func<ValueTask> _cleanUp;
    private readonly ColumnIds _ids = new();

    private ConformanceSource(IAdapter adapter, IRemoteSource source, RemoteTable table, NastyTable rows, Func<ValueTask> cleanUp)
    {
        (Adapter, Source, Table, Nasty, _cleanUp) = (adapter, source, table, rows, cleanUp);
        var handle = new TableHandle("source", table.Path, NastyTable.Name, table.Columns, table.Keys, table.Statistics, table.Properties);
        Scan = new ScanNode(handle, rows.Columns.Select((column, i) => new ScanColumn(new OutputColumn(_ids.Next(), column.Name, column.Type), OrdinalOf(column.Name))).ToEquatableArray());
    }

    public IAdapter Adapter { get; }

    public IRemoteSource Source { get; }

    public RemoteTable Table { get; }

    public NastyTable Nasty { get; }

    /// <summary>Reads all columns of the table, in the order of <see cref="NastyTable.Columns"/>.</summary>
    public ScanNode Scan { get; }

    /// <param name="name">Where the source keeps the table.</param>
    /// <param name="cleanUp">Removes what was made for the source.</param>
    public static async Task<ConformanceSource> OpenAsync(IAdapter adapter, SourceDefinition definition, RemoteObjectName name, NastyTable rows, Func<ValueTask> cleanUp, CancellationToken cancellationToken)
    {
        var source = adapter.CreateSource(definition);
        return new ConformanceSource(adapter, source, await source.ImportAsync(name, cancellationToken), rows, cleanUp);
    }

    public OutputColumn NewColumn(string name, SqlType type) => new(_ids.Next(), name, type);

    public ColumnExpression Column(int ordinal) => Scan.Output[ordinal].ToExpression();

    /// <summary>The rows' numbers that fulfil a condition.</summary>
    public PlanNode IdsWhere(Expression condition) => new ProjectNode(new FilterNode(Scan, condition), [ProjectItem.Pass(Scan.Output[0])]);

    /// <summary>The plan as the adapter's dialect writes it, or the reason why it does not.</summary>
    public WrittenQuery Write(PlanNode plan) => QueryWriter.Write(plan, Adapter.Dialect, new QueryWriterOptions());

    /// <summary>Runs a plan the dialect could write.</summary>
    public Task<List<object?[]>> RunAsync(PlanNode plan, WrittenQuery written, CancellationToken cancellationToken, params IEnumerable<ConstantExpression> parameters) =>
        RunAsync(new RemoteStatement(written.Sql, plan, SchemaOf(plan), parameters.ToEquatableArray()), cancellationToken);

    /// <summary>A plan without parameters as a statement.</summary>
    public RemoteStatement Statement(PlanNode plan) => new(Write(plan).Sql, plan, SchemaOf(plan));

    public async Task<List<object?[]>> RunAsync(RemoteStatement statement, CancellationToken cancellationToken)
    {
        await using var session = await Source.OpenSessionAsync(new RemoteSessionOptions(SingleFragment: true), cancellationToken);
        List<object?[]> rows = [];
        await foreach (var batch in session.ExecuteAsync(statement, cancellationToken))
            using (batch) rows.AddRange(BatchValues.Rows(batch));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _cleanUp();
    }

    private static Schema SchemaOf(PlanNode plan) => new(plan.Output.Select(column => new Field(column.Name, column.Type)).ToEquatableArray());

    private int OrdinalOf(string name)
    {
        for (var i = 0; i < Table.Columns.Count; i++)
            if (Table.Columns[i].Name == name) return i;
        throw new InvalidOperationException($"the source's table has no column {name}");
    }
}
