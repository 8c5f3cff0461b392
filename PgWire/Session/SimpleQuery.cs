using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Messages.Backend;

namespace FederationGateway.PgWire.Session;

/// <summary>
/// The simple query protocol: one text, any number of statements, run in order in one implicit transaction until one fails.
/// The last completion is sent only after the transaction is committed.
/// </summary>
internal sealed class SimpleQuery(IQuerySession session, SessionLink link, StatementRunner runner)
{
    public async ValueTask RunAsync(string sql)
    {
        var statements = session.Parse(sql);
        if (statements.Count == 0) Acknowledgements.Write(link.Wire, Acknowledgements.EmptyQueryResponse);
        for (var i = 0; i < statements.Count; i++)
        {
            using var cancellation = new CancellationTokenSource();
            using (link.Cancellation.Enter(cancellation))
            {
                var tag = await RunAsync(statements[i], sharesRequest: statements.Count > 1, cancellation.Token);
                if (i == statements.Count - 1) await link.WatchAsync(session.EndRequestAsync(failed: false, cancellation.Token));
                link.WriteAsides();
                CommandComplete.Write(link.Wire, tag);
            }
        }

        if (statements.Count == 0) await session.EndRequestAsync(failed: false, link.ConnectionAborted);
    }

    private async ValueTask<string> RunAsync(IStatement statement, bool sharesRequest, CancellationToken cancellationToken)
    {
        var prepared = await link.WatchAsync(session.PrepareAsync(statement, [], cancellationToken));
        StatementRunner.RequireNoParameters(prepared);
        await using var execution = await link.WatchAsync(session.ExecuteAsync(prepared, [], sharesRequest, cancellationToken));
        return await runner.RunAsync(execution, prepared.Columns, cancellationToken);
    }
}
