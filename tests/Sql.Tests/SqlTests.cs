using System.Collections.Concurrent;
using FederationGateway.Support.Answers;
using FederationGateway.Sql.Tests.Files;
using FederationGateway.Sql.Tests.Landscape;

namespace FederationGateway.Sql.Tests;

/// <summary>
/// Every statement of every file, wherever its tables live: the gateway must answer what PostgreSQL answers, and PostgreSQL what the file shows.
/// <c>UPDATE_GOLDENS=1</c> writes PostgreSQL's answers into the files.
/// </summary>
public sealed class SqlTests(SqlLandscape landscape)
{
    private const string NotSupported = "0A000";
    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1";
    private static readonly ConcurrentDictionary<string, Task<IReadOnlyList<Answer>>> PostgresAnswers = new();

    public static TheoryData<string> Files() => [.. SqlTestFile.All()];

    public static TheoryData<string, string> FilesAndPlacements()
    {
        var cases = new TheoryData<string, string>();
        foreach (var name in SqlTestFile.All())
        {
            var file = SqlTestFile.Open(name);
            foreach (var placement in Placement.All)
                if (file.Placements.Count == 0 || file.Placements.Contains(placement.Name))
                    cases.Add(name, placement.ToString());
        }

        return cases;
    }

    [Theory, MemberData(nameof(Files))]
    public async Task PostgreSql_answers_as_recorded(string name)
    {
        var file = SqlTestFile.Open(name);
        var answers = await AnswersOfPostgresAsync(name);
        if (Update)
            file.Rewrite([.. file.Records.Zip(answers, Recorded)]);

        List<string> problems = [];
        foreach (var (record, answer) in SqlTestFile.Open(name).Records.Zip(answers))
            Report(problems, record, AgainstRecord(record, answer));
        Conclude(problems);
    }

    [Theory, MemberData(nameof(FilesAndPlacements))]
    public async Task Gateway_answers_as_PostgreSql(string name, string placement)
    {
        var file = SqlTestFile.Open(name);
        var expected = await AnswersOfPostgresAsync(name);
        await using var session = await landscape.OpenGatewayAsync(Placement.Parse(placement));
        var schema = await PrepareAsync(session, file, $", {Placement.Parse(placement).Name}");

        List<string> problems = [];
        foreach (var (record, answer) in file.Records.Zip(expected))
        {
            if (record.Outcome == Outcome.AtSource && Placement.Parse(placement).Writes is { } source)
                await landscape.MakeAtSourceAsync(session, source, schema, record.Sql);
            else
                Report(problems, record, Against(record, answer, await session.AskAsync(record.Sql)));
        }

        Conclude(problems);
    }

    private static (string, IReadOnlyList<string>)? Recorded(SqlTestRecord record, Answer answer) =>
        answer.SqlState is null ? (answer.Types, RowText.Of(answer, record.RowSort)) : null;

    private static IEnumerable<string> AgainstRecord(SqlTestRecord record, Answer answer) => record.Outcome switch
    {
        Outcome.Error => answer.SqlState == record.SqlState ? [] : [$"expected {record.SqlState}, but was {answer}"],
        Outcome.Done or Outcome.AtSource or Outcome.Refused => answer.SqlState is null ? [] : [$"expected success, but was {answer}"],
        _ when answer.SqlState is not null => [$"expected rows, but was {answer}"],
        _ when answer.Types != record.Types => [$"expected types {record.Types}, but were {answer.Types}"],
        _ => record.Rows.SequenceEqual(RowText.Of(answer, record.RowSort)) ? [] : ["other rows than recorded:", .. RowText.Of(answer, record.RowSort)],
    };

    private static IEnumerable<string> Against(SqlTestRecord record, Answer postgres, Answer gateway) => record.Outcome switch
    {
        Outcome.Rows when record.MayRefuse && gateway.SqlState == NotSupported => [],
        Outcome.Refused => gateway.SqlState == record.SqlState ? [] : [$"expected {record.SqlState}, but was {gateway}"],
        Outcome.Done or Outcome.AtSource => gateway.SqlState is null ? [] : [$"expected success, but was {gateway}"],
        _ => Difference.Between(postgres, gateway, record.RowSort),
    };

    private static void Conclude(List<string> problems)
    {
        if (problems.Count > 0)
            Assert.Fail(string.Concat(problems));
    }

    private static void Report(List<string> problems, SqlTestRecord record, IEnumerable<string> lines)
    {
        var found = lines.ToList();
        if (found.Count > 0)
            problems.Add($"\n\nline {record.Line}: {record.Sql}\n    {string.Join("\n    ", found)}\n");
    }

    /// <summary>Settings of the file, and a schema of its own, which is returned, when it makes objects.</summary>
    private static async Task<string> PrepareAsync(TextSession session, SqlTestFile file, string tables)
    {
        var schema = $"test_{Guid.NewGuid():N}";
        if (file.ChangesData)
        {
            await session.RunAsync($"CREATE SCHEMA {schema}");
            await session.RunAsync($"SET search_path = {schema}{tables}");
        }

        foreach (var (setting, value) in file.Settings.Prepend(("TimeZone", "UTC")))
            await session.RunAsync($"SET {setting} = '{value}'");
        return schema;
    }

    private Task<IReadOnlyList<Answer>> AnswersOfPostgresAsync(string name) => PostgresAnswers.GetOrAdd(name, AskPostgresAsync);

    private async Task<IReadOnlyList<Answer>> AskPostgresAsync(string name)
    {
        var file = SqlTestFile.Open(name);
        await using var session = await landscape.OpenPostgresAsync();
        await PrepareAsync(session, file, ", public");
        List<Answer> answers = [];
        foreach (var record in file.Records)
            answers.Add(await session.AskAsync(record.Sql));
        return answers;
    }
}
