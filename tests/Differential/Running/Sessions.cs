using FederationGateway.Support.Answers;

namespace FederationGateway.Differential.Running;

/// <summary>The sessions of one worker, opened when they are first asked.</summary>
public sealed class Sessions(Landscape landscape) : IAsyncDisposable
{
    private readonly Dictionary<string, TextSession> _postgres = [];
    private readonly Dictionary<(GatewayRun, string), TextSession> _gateway = [];

    public async Task<Answer> AskPostgresAsync(string sql, string zone)
    {
        if (!_postgres.TryGetValue(zone, out var session))
            _postgres[zone] = session = await landscape.OpenPostgresAsync(zone);
        return await session.AskAsync(sql);
    }

    public async Task<Answer> AskGatewayAsync(string sql, GatewayRun run, string zone)
    {
        if (!_gateway.TryGetValue((run, zone), out var session))
            _gateway[(run, zone)] = session = await landscape.OpenGatewayAsync(run, zone);
        return await session.AskAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _postgres.Values.Concat(_gateway.Values))
            await session.DisposeAsync();
    }
}
