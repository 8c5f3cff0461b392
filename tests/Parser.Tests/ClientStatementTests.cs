using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

/// <summary>Statements as real clients send them, in files where <c>-- --</c> separates one from the next.</summary>
public sealed class ClientStatementTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Statements"), "*.sql").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_statement_of_a_file_is_a_query(string file)
    {
        foreach (var text in Read(Path.Combine(AppContext.BaseDirectory, "Statements", file)))
            foreach (var statement in SqlParser.Parse(text)) statement.Statement.ShouldBeOfType<QueryStatement>(text);
    }

    /// <summary>Runs over a folder of more such files when one is named; a statement PostgreSQL rejects too may stand there.</summary>
    [Fact]
    public void Further_files_parse()
    {
        var folder = Environment.GetEnvironmentVariable("FEDGW_CLIENT_STATEMENTS");
        Assert.SkipUnless(folder is not null, "FEDGW_CLIENT_STATEMENTS names no folder");
        var rejected = Directory.GetFiles(folder!, "*.sql").SelectMany(Read).Where(text => Rejects(text)).ToList();
        rejected.Count.ShouldBeLessThanOrEqualTo(5, string.Join("\n-- --\n", rejected));
    }

    private static bool Rejects(string text)
    {
        try
        {
            SqlParser.Parse(text);
            return false;
        }
        catch (Common.GatewayException)
        {
            return true;
        }
    }

    private static string[] Read(string file) => File.ReadAllText(file).Split("\n-- --", StringSplitOptions.RemoveEmptyEntries);
}
