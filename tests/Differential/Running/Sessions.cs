using FederationGateway.Support.Answers;

namespace FederationGateway.Differential.Running;

/// <summary>The sessions of one worker, opened when they are first asked.</summary>
public sealed class Sessions(Landscape landscape) : IAsyncDisposable
{
    private readonly Dictionary<string, TextSession> _postgres = [];
    private readonly Dictionary<(string, bool, string), TextSession> _gateway = [];

    public async Task<Answer> AskPostgresAsync(string sql, string zone)
    {
        if (!_postgres.TryGetValue(zone, out var session))
            _postgres[zone] = session = await landscape.OpenPostgresAsync(zone);
        return await session.AskAsync(sql);
    }

    public async Task<Answer> AskGatewayAsync(string sql, string placement, bool pushdown, string zone)
    {
        if (!_gateway.TryGetValue((placement, pushdown, zone), out var session))
            _gateway[(placement, pushdown, zone)] = session = await landscape.OpenGatewayAsync(placement, pushdown, zone);
        return await session.AskAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _postgres.Values.Concat(_gateway.Values))
            await session.DisposeAsync();
    }
}
