using System.Text.RegularExpressions;
using FederationGateway.Support;

namespace FederationGateway.EndToEnd.Clients;

/// <summary>
/// Statements as clients sent them: a folder with <c>00-schema.sql</c>, the tables they looked at, and a file a client, statements separated by lines <c>-- --</c> or
/// ended by lines <c>;</c>, each below comments about it. The folder is named by FEDGW_CLIENT_STATEMENTS or lies beside the checkout as <c>../shared/client-queries</c>.
/// </summary>
internal static partial class CapturedStatements
{
    private static readonly string? Folder = FindFolder();

    public static bool ArePresent => Folder is not null;

    public static string SchemaFile => Path.Combine(Folder!, "00-schema.sql");

    /// <summary>Each different statement that reads, with the name of the first file it is in.</summary>
    public static IEnumerable<(string File, string Sql)> Reading() =>
        Directory.GetFiles(Folder!, "*.sql").Where(file => file != SchemaFile).Order(StringComparer.Ordinal)
            .SelectMany(file => Statements(File.ReadAllText(file)).Select(part => (File: Path.GetFileName(file), Sql: WithoutNotes(part))))
            .Where(statement => Reads().IsMatch(statement.Sql)).DistinctBy(statement => statement.Sql);

    private static string[] Statements(string text) => text.Split(text.Contains("\n-- --\n", StringComparison.Ordinal) ? "\n-- --\n" : "\n;\n");

    private static string WithoutNotes(string part) => string.Join('\n', part.Split('\n').SkipWhile(line => line.StartsWith("--", StringComparison.Ordinal))).Trim();

    private static string? FindFolder() =>
        new[] { Environment.GetEnvironmentVariable("FEDGW_CLIENT_STATEMENTS"), Repository.PathOf("..", "shared", "client-queries") }
            .FirstOrDefault(folder => folder is { Length: > 0 } && File.Exists(Path.Combine(folder, "00-schema.sql")));

    [GeneratedRegex(@"^(\(\s*)*(SELECT|WITH|SHOW|VALUES|TABLE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Reads();
}
