using FederationGateway.Binder.Functions;
using FederationGateway.Differential.Generation;

namespace FederationGateway.Differential.Tests;

public sealed class GeneratorTests
{
    private static readonly FunctionPool Functions = new(_ => true);

    [Fact]
    public void The_same_seed_gives_the_same_statements() =>
        Texts(new StatementGenerator(Functions), 7).ShouldBe(Texts(new StatementGenerator(new FunctionPool(_ => true)), 7));

    [Fact]
    public void Another_seed_gives_other_statements() =>
        Texts(new StatementGenerator(Functions), 7).Intersect(Texts(new StatementGenerator(Functions), 8)).Count().ShouldBeLessThan(5);

    /// <summary>A function of the table that no statement ever calls would never be compared.</summary>
    [Fact]
    public void Nearly_every_function_that_can_be_called_is_called()
    {
        var generator = new StatementGenerator(Functions);
        var text = string.Concat(Enumerable.Range(0, 4000).Select(index => generator.Make(1, index)));
        var names = Functions.Usable.Where(definition => definition.Kind != FunctionKind.Operator).Select(definition => definition.Name).Distinct().ToList();

        var missing = names.Where(name => !text.Contains(name, StringComparison.Ordinal)).ToList();

        (missing.Count * 100 / names.Count).ShouldBeLessThan(5, string.Join(", ", missing));
    }

    [Theory]
    [InlineData("NATURAL")]
    [InlineData("FULL JOIN")]
    [InlineData("USING (")]
    [InlineData("LATERAL")]
    [InlineData("GROUP BY ROLLUP")]
    [InlineData("HAVING")]
    [InlineData("FILTER (WHERE")]
    [InlineData("DISTINCT ON")]
    [InlineData("NULLS FIRST")]
    [InlineData("EXCEPT ALL")]
    [InlineData("WITH RECURSIVE")]
    [InlineData("NOT EXISTS")]
    [InlineData("<> ALL (SELECT")]
    [InlineData("OVER (PARTITION BY")]
    [InlineData("GROUPS BETWEEN")]
    [InlineData("WITHIN GROUP")]
    [InlineData("WITH ORDINALITY")]
    [InlineData("::interval PRECEDING")]
    [InlineData("EXCLUDE TIES")]
    [InlineData(", CUBE (")]
    [InlineData("grouping(")]
    [InlineData("dense_rank(")]
    [InlineData(" AT TIME ZONE ")]
    [InlineData(" SIMILAR TO ")]
    [InlineData("LIKE ANY ")]
    [InlineData("ARRAY(SELECT ")]
    [InlineData(")[2:]")]
    [InlineData("ROW(")]
    [InlineData("overlay(")]
    [InlineData("INSERT INTO ")]
    [InlineData("UPDATE ")]
    [InlineData("DELETE FROM ")]
    [InlineData(" USING ")]
    [InlineData(" RETURNING ")]
    public void Every_construct_is_written(string construct)
    {
        var generator = new StatementGenerator(Functions);

        Enumerable.Range(0, 4000).Any(index => generator.Make(1, index).ToString().Contains(construct, StringComparison.Ordinal)).ShouldBeTrue();
    }

    private static List<string> Texts(StatementGenerator generator, long seed) => [.. Enumerable.Range(0, 200).Select(index => generator.Make(seed, index).ToString())];
}
