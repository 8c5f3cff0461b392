namespace FederationGateway.DuckDb;

/// <summary>
/// One running statement of a connection. Cancelling (by the caller's token or by <see cref="Cancel"/>) interrupts the engine, which cannot wake
/// callbacks that wait for a source: those wait on <see cref="Token"/> as well.
/// </summary>
internal sealed class EngineExecution : IDisposable
{
    // An interrupt that arrives between two phases of a statement is lost, so it is repeated until the statement has ended.
    private static readonly TimeSpan s_interruptInterval = TimeSpan.FromMilliseconds(10);
    private readonly DuckDbConnection _connection;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _gate = new();
    private Exception? _callbackFailure;
    private Timer? _repeat;
    private bool _hasEnded;

    public EngineExecution(DuckDbConnection connection, CancellationToken cancellationToken)
    {
        _connection = connection;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = _stop.Token;
        _registration = Token.UnsafeRegister(static execution => ((EngineExecution)execution!).Interrupt(), this);
    }

    /// <summary>Cancelled when the statement is to stop.</summary>
    public CancellationToken Token { get; }

    /// <summary>The first exception a scan or a function of this statement threw.</summary>
    public Exception? CallbackFailure => _callbackFailure;

    public void Cancel() => _stop.Cancel();

    public void RememberFailure(Exception failure) => Interlocked.CompareExchange(ref _callbackFailure, failure, null);

    /// <summary>No interrupt comes after this: the next one would hit what the connection runs then, and with it its transaction.</summary>
    public void StopInterrupting()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _repeat?.Dispose();
        }
    }

    public void Dispose()
    {
        StopInterrupting();
        _registration.Dispose();
        _stop.Dispose();
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (_hasEnded) return;
            _connection.Interrupt();
            _repeat ??= new Timer(static execution => ((EngineExecution)execution!).Interrupt(), this, s_interruptInterval, s_interruptInterval);
        }
    }
}
