using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Wire;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Transactions;

/// <summary>What became of transactions whose connection is gone, and the end of prepared ones.</summary>
internal sealed class TransactionOutcomes(ConnectionPool pool, PostgreSqlOptions options)
{
    private const string NoSuchTransaction = "42704";

    public async Task<IReadOnlyList<string>> PreparedAsync(string prefix, CancellationToken cancellationToken)
    {
        var text = SessionConnections.Literal(prefix);
        var names = await AskAsync(
            $"SELECT pg_catalog.string_agg(gid, E'\\n' ORDER BY prepared) FROM pg_catalog.pg_prepared_xacts WHERE database = pg_catalog.current_database() AND pg_catalog.left(gid, pg_catalog.length({text})) = {text}",
            cancellationToken);
        return names?.Split('\n') ?? [];
    }

    public async Task<bool> EndPreparedAsync(string name, bool commit, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync($"{(commit ? "COMMIT" : "ROLLBACK")} PREPARED {SessionConnections.Literal(name)}", cancellationToken);
            return true;
        }
        catch (GatewayException error) when (error.InnerException is ServerError { Code: NoSuchTransaction })
        {
            return false;
        }
    }

    public async Task<RemoteOutcome> OutcomeAsync(string transactionId, CancellationToken cancellationToken)
    {
        var id = long.Parse(transactionId, NumberStyles.None, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        try
        {
            return await AskAsync($"SELECT pg_catalog.txid_status({id})", cancellationToken) switch
            {
                "committed" => RemoteOutcome.Committed,
                "aborted" => RemoteOutcome.RolledBack,
                "in progress" => RemoteOutcome.InProgress,
                _ => RemoteOutcome.Unknown,
            };
        }
        catch (GatewayException error) when (error.InnerException is ServerError { EndsConnection: false })
        {
            // An identifier the server has not given out yet: it is another server, or one set back to an older state.
            return RemoteOutcome.Unknown;
        }
    }

    /// <summary>Asks outside of any transaction; once more on a new connection when one had died in the pool. All questions here can be asked twice.</summary>
    private async Task<string?> AskAsync(string sql, CancellationToken cancellationToken)
    {
        for (var onlyFresh = false; ; onlyFresh = true)
        {
            var connection = await pool.RentAsync(onlyFresh, cancellationToken);
            var mayBeDead = connection.WasPooled;
            try
            {
                await using (cancellationToken.UnsafeRegister(static state => _ = ((WireConnection)state!).CancelOrKillAsync(SessionConnections.Patience), connection))
                    return await connection.RunAsync(sql);
            }
            catch (Exception error) when (mayBeDead && !onlyFresh && !cancellationToken.IsCancellationRequested && error is ConnectionLost or ServerError { EndsConnection: true })
            {
                // Again, on a new one.
            }
            catch (Exception error)
            {
                throw PostgreSqlErrors.OnExecute(options, error, cancellationToken.IsCancellationRequested);
            }
            finally
            {
                await pool.ReturnAsync(connection, await connection.RecoverAsync(SessionConnections.Patience));
            }
        }
    }
}
