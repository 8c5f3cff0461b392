using FederationGateway.Differential.Generation;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Tests;

public sealed class ShrinkerTests(RunningLandscape running)
{
    [Fact]
    public async Task Leaves_out_what_does_not_matter()
    {
        var statement = new Phrase("query",
            ["SELECT ", new Series(", ", 1, ["a", "b", new Phrase("integer", ["abs(", new Phrase("integer", ["bad"], "0"), ")"], "0")]), " FROM t", new Optional(" WHERE c")]);

        var smallest = await Shrinker.ShrinkAsync(statement, piece => Task.FromResult(piece.ToString().Contains("bad", StringComparison.Ordinal)), 100);

        smallest.ToString().ShouldBe("SELECT bad FROM t");
    }

    [Fact]
    public async Task Gives_up_after_so_many_attempts()
    {
        var attempts = 0;
        var statement = new Series(", ", 0, [.. Enumerable.Range(0, 50).Select(item => (Piece)$"{item}")]);

        await Shrinker.ShrinkAsync(statement, _ => Task.FromResult(++attempts < 0), 7);

        attempts.ShouldBe(7);
    }

    [Fact]
    public async Task Brings_large_generated_statements_down_to_a_few_words()
    {
        for (var index = 0; index < 50; index++)
        {
            var statement = running.Generator.Make(1, index);
            var smallest = await Shrinker.ShrinkAsync(statement, piece => Task.FromResult(piece.ToString().Contains("SELECT", StringComparison.Ordinal)), 5000);
            smallest.ToString().Length.ShouldBeLessThan(250, smallest.ToString());
        }
    }
}
