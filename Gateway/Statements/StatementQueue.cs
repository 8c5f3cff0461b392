using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// Lets at most so many statements run at once. The others wait: users take turns, and the statements of one user come in the order they arrived, so that
/// neither a user with many sessions nor a session with many statements keeps the others waiting. A session waits with one statement at a time.
/// </summary>
/// <param name="maximumRunning">Statements that run at once; 0 for any number.</param>
/// <param name="maximumWaiting">Statements that wait at once; one more is refused.</param>
public sealed class StatementQueue(int maximumRunning, int maximumWaiting)
{
    private readonly Lock _lock = new();

    // The users with waiting statements, the next one first.
    private readonly LinkedList<UserLine> _lines = [];
    private readonly Dictionary<string, UserLine> _lineOf = new(StringComparer.Ordinal);
    private int _running;
    private int _waiting;

    /// <summary>Waits for a turn; 53400 when too many wait already. The turn is given back by disposing it.</summary>
    public ValueTask<IDisposable> EnterAsync(string user, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (maximumRunning == 0 || _running < maximumRunning) return ValueTask.FromResult<IDisposable>(Start());
            if (_waiting >= maximumWaiting) throw Full();
            waiter = Line(user).Add();
            _waiting++;
        }

        return WaitAsync(waiter, cancellationToken);
    }

    /// <summary>A turn without waiting, for a statement that others may be waiting for: it counts, but is never kept back.</summary>
    public IDisposable EnterAtOnce()
    {
        lock (_lock) return Start();
    }

    private async ValueTask<IDisposable> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using (cancellationToken.UnsafeRegister((_, token) => GiveUp(waiter, token), null)) return await waiter.Turn;
    }

    private Turn Start()
    {
        _running++;
        return new Turn(this);
    }

    private void End()
    {
        lock (_lock)
        {
            _running--;
            while (_running < maximumRunning && _lines.First is { } next)
            {
                var line = next.Value;
                var waiter = line.Waiters.First!.Value;
                Remove(waiter);

                // The user's other statements come after one of each other user.
                if (line.Waiters.Count > 0)
                {
                    _lines.RemoveFirst();
                    _lines.AddLast(line);
                }

                waiter.Admit(Start());
            }
        }
    }

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (waiter.Place.List is null) return;
            Remove(waiter);
        }

        waiter.Cancel(cancellationToken);
    }

    private UserLine Line(string user)
    {
        if (_lineOf.TryGetValue(user, out var known)) return known;
        var line = _lineOf[user] = new UserLine(user);
        _lines.AddLast(line);
        return line;
    }

    private void Remove(Waiter waiter)
    {
        _waiting--;
        waiter.Line.Waiters.Remove(waiter.Place);
        if (waiter.Line.Waiters.Count > 0) return;
        _lineOf.Remove(waiter.Line.User);
        _lines.Remove(waiter.Line);
    }

    private GatewayException Full() => new(SqlState.ConfigurationLimitExceeded, "too many statements are waiting to run")
    {
        Detail = string.Create(CultureInfo.InvariantCulture, $"{maximumRunning} may run and {maximumWaiting} may wait, as MaxConcurrentStatements and MaxQueuedStatements of the configuration say."),
        Hint = "Run it again later.",
    };

    private sealed class UserLine(string user)
    {
        public string User => user;

        public LinkedList<Waiter> Waiters { get; } = [];

        public Waiter Add()
        {
            var waiter = new Waiter(this);
            Waiters.AddLast(waiter.Place);
            return waiter;
        }
    }

    private sealed class Waiter
    {
        private readonly TaskCompletionSource<IDisposable> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Waiter(UserLine line)
        {
            Line = line;
            Place = new LinkedListNode<Waiter>(this);
        }

        public UserLine Line { get; }

        /// <summary>In the user's line as long as it waits; taking it out decides between admission and cancellation.</summary>
        public LinkedListNode<Waiter> Place { get; }

        public Task<IDisposable> Turn => _turn.Task;

        public void Admit(IDisposable turn) => _turn.SetResult(turn);

        public void Cancel(CancellationToken cancellationToken) => _turn.SetCanceled(cancellationToken);
    }

    private sealed class Turn(StatementQueue queue) : IDisposable
    {
        private StatementQueue? _queue = queue;

        public void Dispose() => Interlocked.Exchange(ref _queue, null)?.End();
    }
}
