using System.Collections.Concurrent;
using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;
using Npgsql;

namespace FederationGateway.EndToEnd.Transactions;

/// <summary><c>kill -9</c> at random moments while clients commit to both places: whatever was acknowledged is at both, and what is at one is at the other or listed.</summary>
public sealed class RandomCrashTests(Landscape landscape, UnpreparingCluster source) : IClassFixture<UnpreparingCluster>
{
    private const int Rounds = 4;
    private const int Clients = 3;

    [Fact]
    public async Task A_source_that_prepares_ends_like_the_local_tables()
    {
        await using var plant = await TransactionPlant.StartAsync(landscape.Cluster, Landscape.SourceUser, Landscape.SourcePassword);
        var acknowledged = await CrashAsync(plant);
        (await plant.UntilSettledAsync()).ShouldBeEmpty();
        var remote = await plant.RemoteRowsAsync();
        remote.ShouldBe(await plant.LocalRowsAsync());
        acknowledged.Except(remote).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_prepares_nothing_ends_like_them_or_the_difference_is_listed()
    {
        await using var plant = await TransactionPlant.StartAsync(source.Cluster, PostgresCluster.Superuser, PostgresCluster.Password);
        var acknowledged = await CrashAsync(plant);
        var outcomes = await plant.UntilSettledAsync();
        var (remote, local) = (await plant.RemoteRowsAsync(), await plant.LocalRowsAsync());
        outcomes.ShouldAllBe(outcome => outcome == "REMOTE ONLY");
        remote.Except(local).Count().ShouldBe(outcomes.Count);
        local.Except(remote).ShouldBeEmpty();
        acknowledged.Except(local).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyCollection<int>> CrashAsync(TransactionPlant plant)
    {
        var acknowledged = new ConcurrentQueue<int>();
        var last = 0;
        var random = new Random(20240229);
        for (var round = 0; round < Rounds; round++)
        {
            var before = acknowledged.Count;
            var work = Enumerable.Range(0, Clients).Select(_ => PutUntilKilledAsync(plant, () => Interlocked.Increment(ref last), acknowledged)).ToArray();
            while (acknowledged.Count < before + 3) await Task.Delay(5);
            await Task.Delay(random.Next(200));
            await plant.KillAsync();
            await Task.WhenAll(work);
            await plant.RestartAsync();
        }

        return acknowledged;
    }

    private static async Task PutUntilKilledAsync(TransactionPlant plant, Func<int> next, ConcurrentQueue<int> acknowledged)
    {
        try
        {
            await using var client = await plant.OpenAsync();
            while (true)
            {
                var number = next();
                await TransactionPlant.PutAsync(client, number);
                acknowledged.Enqueue(number);
            }
        }
        catch (Exception e) when (e is not PostgresException and (NpgsqlException or IOException or ObjectDisposedException or System.Net.Sockets.SocketException))
        {
            // The gateway is gone, as intended; an error that it reports itself is not.
        }
    }
}
