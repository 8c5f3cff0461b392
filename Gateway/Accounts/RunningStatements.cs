using FederationGateway.Common;

namespace FederationGateway.Gateway.Accounts;

/// <summary>Counts the statements of each role that work on rows, for <c>ALTER ROLE … SET max_concurrent_statements</c>.</summary>
internal sealed class RunningStatements
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, int> _running = [];

    /// <summary>Counts one more; 53400 when the role has as many as it may. Disposing counts it off.</summary>
    /// <param name="most">0 for any number.</param>
    public IDisposable Enter(long role, string name, int most)
    {
        lock (_lock)
        {
            var running = _running.GetValueOrDefault(role);
            if (most > 0 && running >= most)
            {
                throw new GatewayException(SqlState.ConfigurationLimitExceeded, $"too many statements are running for role \"{name}\"")
                {
                    Detail = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Its max_concurrent_statements is {most}."),
                    Hint = "Run it again when another has ended.",
                };
            }

            _running[role] = running + 1;
        }

        return new Count(this, role);
    }

    private void Leave(long role)
    {
        lock (_lock)
        {
            if (--_running[role] == 0) _running.Remove(role);
        }
    }

    private sealed class Count(RunningStatements statements, long role) : IDisposable
    {
        private RunningStatements? _statements = statements;

        public void Dispose() => Interlocked.Exchange(ref _statements, null)?.Leave(role);
    }
}
