using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>A COMMIT that reports a failure may have kept everything, nothing, or leave it open: nothing is applied twice, and nothing left out.</summary>
public sealed class CommitFailureTests
{
    private static readonly RemoteTable Small = SourceStream.Define("small", 1, ("id", SqlType.Int4), ("name", SqlType.Text));

    public static TheoryData<string> States => [SqlState.SerializationFailure.Code, SqlState.OutOfMemory.Code, SqlState.IoError.Code, SqlState.InternalError.Code];

    [Theory]
    [MemberData(nameof(States))]
    public async Task What_was_committed_though_its_commit_failed_is_not_applied_again(string state)
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("logged", mode: ChangeMode.Insert);
        var other = landscape.Subscribe("unindexed", hasKey: false);
        Fail(landscape, "applier-after-commit", () => throw new GatewayException(Known(state), "the commit failed"));
        landscape.Stream.Commit('I', 1, "a").Send();
        await landscape.ApplyAsync();
        landscape.Stream.Commit('I', 2, "b").Send();
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("logged", "id", "name").ShouldBe(["1 a", "2 b"]);
        landscape.Rows("unindexed").ShouldBe(["1 a", "2 b"]);
        landscape.Progress(subscription).AppliedRows.ShouldBe(2);
        landscape.Progress(other).AppliedTransactions.ShouldBe(2);
        var before = landscape.Progress(subscription);
        landscape.Restart();
        landscape.Progress(subscription).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task What_was_not_committed_is_applied_again(string state)
    {
        using var landscape = new Landscape(Small);
        landscape.Configure(options => options with { FirstRetry = TimeSpan.Zero });
        landscape.Subscribe("logged", mode: ChangeMode.Insert);
        Fail(landscape, "applier-before-commit", () => throw new GatewayException(Known(state), "the commit failed"));
        landscape.Stream.Commit('I', 1, "a").Send();
        try
        {
            await landscape.ApplyAsync();
        }
        catch (GatewayException)
        {
            // The loop tries again after a pause.
        }

        foreach (var exception in landscape.Exceptions.Where(exception => !exception.IsTransient)) landscape.Retry(exception);
        await landscape.ApplyAsync();
        landscape.Exceptions.ShouldBeEmpty();
        landscape.Rows("logged", "id", "name").ShouldBe(["1 a"]);
    }

    [Fact]
    public async Task Nothing_goes_on_until_it_is_known_what_was_committed()
    {
        using var landscape = new Landscape(Small);
        var subscription = landscape.Subscribe("logged", mode: ChangeMode.Insert);
        Fail(landscape, "applier-after-commit", () =>
        {
            Rename(landscape, "subscription_progress", "hidden");
            throw new GatewayException(SqlState.IoError, "the commit failed");
        });
        landscape.Stream.Commit('I', 1, "a").Send();
        (await Should.ThrowAsync<GatewayException>(landscape.ApplyAsync)).State.ShouldBe(SqlState.StatementCompletionUnknown);
        await Should.ThrowAsync<GatewayException>(landscape.ApplyAsync);
        await Should.ThrowAsync<GatewayException>(() => landscape.Store.Subscriptions.EnterAsync(Landscape.Source, TestContext.Current.CancellationToken));
        landscape.Progress(subscription).Chunk.ShouldBe(0);
        Rename(landscape, "hidden", "subscription_progress");
        await landscape.ApplyAsync();
        landscape.Progress(subscription).Chunk.ShouldBe(1);
        landscape.Rows("logged", "id", "name").ShouldBe(["1 a"]);
    }

    private static void Fail(Landscape landscape, string place, Action fail)
    {
        var hasFailed = false;
        landscape.Configure(options => options with
        {
            Reached = reached =>
            {
                if (hasFailed || reached != place) return;
                hasFailed = true;
                fail();
            },
        });
    }

    private static SqlState Known(string code) => new[] { SqlState.SerializationFailure, SqlState.OutOfMemory, SqlState.IoError, SqlState.InternalError }.First(state => state.Code == code);

    private static void Rename(Landscape landscape, string from, string to)
    {
        using var connection = landscape.Store.Connect();
        connection.Execute($"ALTER TABLE catalog.{from} RENAME TO {to}", CancellationToken.None);
    }
}
