using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>Whatever happens at the source, in whatever pieces it comes, and wherever the applier dies: the targets are what a model says, nothing lost, nothing doubled.</summary>
public sealed class RandomHistoryTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("FEDGW_HISTORIES") ?? "12", CultureInfo.InvariantCulture))];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Targets_are_what_the_model_says(int seed)
    {
        var random = new Random(seed);
        using var landscape = new Landscape(SourceModel.Tables);
        var model = new SourceModel(landscape.Stream, random);
        var subscriptions = new[]
        {
            landscape.Subscribe("documents"), landscape.Subscribe("filtered", filter: Landscape.Where(1, ComparisonOperator.GreaterOrEqual, SourceModel.FilterFrom)),
            landscape.Subscribe("marked", mode: ChangeMode.Upsert), landscape.Subscribe("logged", mode: ChangeMode.Insert), landscape.Subscribe("unindexed", hasKey: false),
            landscape.Subscribe("pairs", table: 2), landscape.Subscribe("events", table: 3),
        };
        landscape.Configure(options => options with { GroupRows = random.Next(1, 60), PartRows = random.Next(1, 30), InPlaceRows = random.Next(2) * random.Next(1, 12), Reached = Death.AtTimes(random, times: 8) });
        for (var i = 0; i < 40; i++)
        {
            model.Transact();
            if (random.Next(4) != 0) continue;

            // One stays behind for a while.
            var one = landscape.Progress(subscriptions[random.Next(subscriptions.Length)]);
            landscape.Set(one with { State = one.State == SubscriptionState.ApplyChangeData ? SubscriptionState.MatStartEndMarker : SubscriptionState.ApplyChangeData });
            await ApplyAsync(landscape);
        }

        landscape.Stream.Begin().Send();
        foreach (var subscription in subscriptions) landscape.Set(landscape.Progress(subscription) with { State = SubscriptionState.ApplyChangeData });
        await ApplyAsync(landscape);

        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("documents").ShouldBe(model.Documents);
        landscape.Rows("unindexed").ShouldBe(model.Documents);
        landscape.Rows("filtered").ShouldBe(model.FilteredDocuments);
        landscape.Rows("marked").ShouldBe(model.MarkedDocuments);
        landscape.Rows("logged").ShouldBe(model.LoggedDocuments);
        landscape.Rows("pairs").ShouldBe(model.Pairs);
        landscape.Rows("events").ShouldBe(model.Events);
        foreach (var subscription in subscriptions)
        {
            var progress = landscape.Progress(subscription);
            progress.AppliedRows.ShouldBe(model.Told[progress.CapturedTable]);
            progress.Chunk.ShouldBe(landscape.Backlog.Last);
        }
    }

    private static async Task ApplyAsync(Landscape landscape)
    {
        while (true)
        {
            try
            {
                await landscape.ApplyAsync();
                return;
            }
            catch (DeathException)
            {
                landscape.Restart();
            }
        }
    }

    private static class Death
    {
        public static Action<string> AtTimes(Random random, int times)
        {
            var left = random.Next(30);
            return place =>
            {
                if (times == 0 || left-- > 0) return;
                (times, left) = (times - 1, random.Next(60));

                // What has committed may still be told to have failed.
                if (place == "applier-after-commit" && random.Next(2) == 0) throw new GatewayException(random.Next(2) == 0 ? SqlState.SerializationFailure : SqlState.IoError, "the commit failed");
                throw new DeathException();
            };
        }
    }

    private sealed class DeathException : Exception;
}
