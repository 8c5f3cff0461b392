using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Session;

/// <summary>A bound statement. It starts at its first Execute and may be suspended between Executes.</summary>
internal sealed class Portal(string name, NamedStatement statement, IReadOnlyList<object?> parameters, WireFormat[] resultFormats) : IAsyncDisposable
{
    private IExecution? _execution;

    public string Name { get; } = name;

    public NamedStatement Statement { get; } = statement;

    public WireFormat[] ResultFormats { get; } = resultFormats;

    public IReadOnlyList<object?> Parameters { get; } = parameters;

    /// <summary>Lives as long as the execution, which may outlive the request that started it.</summary>
    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary>The rows still to come, when the statement returns rows and has started.</summary>
    public RowCursor? Rows { get; private set; }

    public bool HasStarted => _execution is not null;

    /// <summary>The completion tag; known once the rows are read.</summary>
    public CommandTag Tag => _execution!.CommandTag;

    public void Start(IExecution execution, RowCursor? rows) => (_execution, Rows) = (execution, rows);

    public async ValueTask DisposeAsync()
    {
        if (Rows is not null) await Rows.DisposeAsync();
        if (_execution is not null) await _execution.DisposeAsync();
        Cancellation.Dispose();
    }
}
