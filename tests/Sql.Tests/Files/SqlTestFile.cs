namespace FederationGateway.Sql.Tests.Files;

/// <summary>
/// A file of <c>tests/Goldens/sql</c>: comments, then the settings it runs under, then records, separated by empty lines.
/// <code>
/// # why these statements are here
/// placements together apart        only these; otherwise all that have the tables
/// setting TimeZone Europe/Berlin
///
/// query IT rowsort
/// SELECT …
/// ----
/// 1 'a b'
/// </code>
/// </summary>
public sealed class SqlTestFile
{
    private const string Separator = "----";
    private readonly string _path;
    private readonly List<List<string>> _blocks;

    private SqlTestFile(string path)
    {
        _path = path;
        _blocks = Blocks(File.ReadAllLines(path));
        var headers = _blocks.Where(block => !IsRecord(block)).SelectMany(block => block).ToList();
        Placements = headers.Where(line => line.StartsWith("placements ", StringComparison.Ordinal)).SelectMany(line => Words(line)[1..]).ToHashSet();
        Settings = [.. headers.Where(line => line.StartsWith("setting ", StringComparison.Ordinal)).Select(line => Words(line)).Select(words => (words[1], words[2]))];
        Records = [.. RecordsWithLines()];
    }

    /// <summary>The folder of all SQL tests.</summary>
    public static string Folder { get; } = Support.Repository.PathOf("tests", "Goldens", "sql");

    /// <summary>Placements the file is limited to; empty for no limit.</summary>
    public IReadOnlySet<string> Placements { get; }

    public IReadOnlyList<(string Name, string Value)> Settings { get; }

    public IReadOnlyList<SqlTestRecord> Records { get; }

    /// <summary>Whether it makes objects, which then need a schema of their own.</summary>
    public bool ChangesData => Records.Any(record => record.Outcome is Outcome.Done or Outcome.AtSource);

    /// <summary>
    /// All test files, as paths relative to <see cref="Folder"/> without extension; with <c>GOLDEN=sql/folder</c> those whose path begins so.
    /// </summary>
    public static IEnumerable<string> All() =>
        Directory.EnumerateFiles(Folder, "*.slt", SearchOption.AllDirectories)
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(Folder, file), null).Replace('\\', '/'))
            .Where(name => ("sql/" + name).StartsWith(Environment.GetEnvironmentVariable("GOLDEN") ?? "", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static SqlTestFile Open(string name) => new(Path.Combine(Folder, name + ".slt"));

    /// <summary>Writes the file again with the types and rows given for its queries.</summary>
    /// <param name="answers">For each record that has rows, in order.</param>
    public void Rewrite(IReadOnlyList<(string Types, IReadOnlyList<string> Rows)?> answers)
    {
        var record = 0;
        foreach (var block in _blocks.Where(IsRecord))
        {
            var start = block.FindIndex(line => !IsComment(line));
            if (answers[record] is { } answer && Records[record].Outcome == Outcome.Rows)
            {
                block[start] = $"query {answer.Types}{(Records[record].RowSort ? " rowsort" : "")}{(Records[record].MayRefuse ? " mayrefuse" : "")}";
                var end = block.IndexOf(Separator);
                if (end >= 0)
                    block.RemoveRange(end, block.Count - end);
                block.Add(Separator);
                block.AddRange(answer.Rows);
            }

            record++;
        }

        File.WriteAllText(_path, string.Join("\n\n", _blocks.Select(block => string.Join('\n', block))) + "\n");
    }

    private static List<List<string>> Blocks(string[] lines)
    {
        List<List<string>> blocks = [[]];
        foreach (var line in lines)
        {
            if (line.Length > 0)
                blocks[^1].Add(line);
            else if (blocks[^1].Count > 0)
                blocks.Add([]);
        }

        blocks.RemoveAll(block => block.Count == 0);
        return blocks;
    }

    private static bool IsComment(string line) => line.StartsWith('#');

    private static bool IsRecord(List<string> block) =>
        block.Find(line => !IsComment(line)) is { } first && Words(first)[0] is "query" or "statement" or "source";

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private IEnumerable<SqlTestRecord> RecordsWithLines()
    {
        var lines = File.ReadAllLines(_path);
        var line = 0;
        foreach (var block in _blocks.Where(IsRecord))
        {
            var body = block.SkipWhile(IsComment).ToList();
            line = Array.IndexOf(lines, body[0], line) + 1;
            yield return Record(body, line);
        }
    }

    private SqlTestRecord Record(List<string> body, int line)
    {
        var words = Words(body[0]);
        var end = body.IndexOf(Separator);
        var sql = string.Join('\n', end < 0 ? body[1..] : body[1..end]);
        IReadOnlyList<string> rows = end < 0 ? [] : body[(end + 1)..];
        return words switch
        {
            ["query", var types, .. var rest] => new SqlTestRecord(Outcome.Rows, "", rest.Contains("rowsort"), rest.Contains("mayrefuse"), sql, types, rows, line),
            ["statement", "ok"] => new SqlTestRecord(Outcome.Done, "", false, false, sql, "", [], line),
            ["source", "ok"] => new SqlTestRecord(Outcome.AtSource, "", false, false, sql, "", [], line),
            ["statement", "error", var state] => new SqlTestRecord(Outcome.Error, state, false, false, sql, "", [], line),
            ["statement", "refused", var state] => new SqlTestRecord(Outcome.Refused, state, false, false, sql, "", [], line),
            _ => throw new FormatException($"{_path}:{line}: cannot read \"{body[0]}\""),
        };
    }
}
