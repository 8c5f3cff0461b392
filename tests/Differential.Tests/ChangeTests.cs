using FederationGateway.Differential.Running;
using FederationGateway.Differential.Statements;
using FederationGateway.Support.Answers;

namespace FederationGateway.Differential.Tests;

public sealed class ChangeTests(RunningLandscape running)
{
    private const int RowsOfKb = 10;

    private static readonly Change Deletion = new("kb", "DELETE FROM kb WHERE id = 1 RETURNING id, s");

    [Fact]
    public async Task A_change_shows_in_what_it_returns_and_in_its_table_and_is_undone()
    {
        await using var sessions = new Sessions(running.Landscape);
        foreach (var run in GatewayRun.All.Where(run => run.Placement != Placement.Files))
        {
            var answers = new List<Answer>();
            for (var time = 0; time < 2; time++)
                answers.AddRange([await sessions.AskPostgresAsync(Deletion, "UTC"), await sessions.AskGatewayAsync(Deletion, run, "UTC")]);
            foreach (var answer in answers)
            {
                answer.Rows.Count.ShouldBe(RowsOfKb, $"{run}: {answer}");
                answer.Rows.Count(row => row is ["1", "red", ..]).ShouldBe(1);
                answer.Rows.ShouldNotContain(row => row[2] == "1");
            }
        }
    }

    [Fact]
    public async Task A_refused_change_is_its_error()
    {
        await using var sessions = new Sessions(running.Landscape);

        var answer = await sessions.AskGatewayAsync(Deletion, new GatewayRun(Placement.Files, true), "UTC");

        answer.SqlState.ShouldNotBeNull();
        (await sessions.AskGatewayAsync(new Word("SELECT 1"), new GatewayRun(Placement.Files, true), "UTC")).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public void Changes_in_a_file_have_their_table_in_front()
    {
        Change.Read("kb: DELETE FROM kb").ShouldBeOfType<Change>().Table.ShouldBe("kb");
        Change.Read("kb: DELETE FROM kb").ToString().ShouldBe("DELETE FROM kb");
        Change.Read("SELECT ': '").ShouldBeOfType<Word>();
    }
}
