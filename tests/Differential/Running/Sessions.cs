using FederationGateway.Differential.Statements;
using FederationGateway.Support.Answers;

namespace FederationGateway.Differential.Running;

/// <summary>The sessions of one worker, opened when they are first asked.</summary>
public sealed class Sessions(Landscape landscape) : IAsyncDisposable
{
    private readonly Dictionary<string, TextSession> _postgres = [];
    private readonly Dictionary<(GatewayRun, string), TextSession> _gateway = [];

    public async Task<Answer> AskPostgresAsync(Piece statement, string zone)
    {
        if (!_postgres.TryGetValue(zone, out var session))
            _postgres[zone] = session = await landscape.OpenPostgresAsync(zone);
        return await AskAsync(session, statement);
    }

    public async Task<Answer> AskGatewayAsync(Piece statement, GatewayRun run, string zone)
    {
        if (!_gateway.TryGetValue((run, zone), out var session))
            _gateway[(run, zone)] = session = await landscape.OpenGatewayAsync(run, zone);
        return await AskAsync(session, statement);
    }

    private async Task<Answer> AskAsync(TextSession session, Piece statement)
    {
        if (statement is not Change change)
            return await session.AskAsync(statement.ToString());
        // Two changes of one row inside the gateway do not wait for each other: the later one fails.
        await landscape.Changes.WaitAsync();
        try
        {
            return await AskChangeAsync(session, change);
        }
        finally
        {
            landscape.Changes.Release();
        }
    }

    /// <summary>What a change returns and, behind it, what its table has then; or its error. It is rolled back.</summary>
    private static async Task<Answer> AskChangeAsync(TextSession session, Change change)
    {
        await session.AskAsync("BEGIN");
        var returned = await session.AskAsync(change.ToString());
        var contents = returned.SqlState is null ? await session.AskAsync($"SELECT * FROM {change.Table}") : returned;
        await session.AskAsync("ROLLBACK");
        if (contents.SqlState is not null)
            return contents;
        var (before, behind) = (new string?[returned.Columns.Count], new string?[contents.Columns.Count]);
        return new Answer([.. returned.Columns, .. contents.Columns], [.. returned.Rows.Select(row => (string?[])[.. row, .. behind]), .. contents.Rows.Select(row => (string?[])[.. before, .. row])]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _postgres.Values.Concat(_gateway.Values))
            await session.DisposeAsync();
    }
}
