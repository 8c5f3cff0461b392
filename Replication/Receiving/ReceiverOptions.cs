namespace FederationGateway.Replication.Receiving;

/// <summary>How long to wait before a stream that ended is opened again: twice as long after each try, with a quarter of it left to chance so that many do not come at once.</summary>
public sealed record ReceiverOptions
{
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(60);

    public Random Random { get; init; } = Random.Shared;

    /// <param name="tries">Failures in a row, from 1.</param>
    public TimeSpan DelayAfter(int tries)
    {
        var doubled = FirstDelay * Math.Pow(2, Math.Min(tries - 1, 30));
        return (doubled < LongestDelay ? doubled : LongestDelay) * (1 - (Random.NextDouble() / 4));
    }
}
