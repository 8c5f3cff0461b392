using FederationGateway.Support;

namespace FederationGateway.Plans.Tests;

/// <summary>
/// One expected plan below <c>tests/Goldens/plans</c>: comment lines, the statement (others before it, each ended by a semicolon, prepare for it), and the
/// section <c>---- plan</c>. <c>UPDATE_GOLDENS=1</c> writes what the gateway says now; <c>GOLDEN=plans/folder/name</c> picks one.
/// </summary>
internal sealed class GoldenFile
{
    private const string Divider = "---- plan";
    private readonly string _path;

    private GoldenFile(string path)
    {
        _path = path;
        var parts = File.ReadAllText(path).ReplaceLineEndings("\n").Split(Divider + "\n", 2);
        Head = parts[0];
        Plan = parts.Length > 1 ? parts[1] : "";
        var sql = string.Join('\n', Head.Split('\n').Where(line => !line.StartsWith('#')));
        string[] statements = [.. sql.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        Preparations = statements[..^1];
        Statement = statements[^1];
    }

    public IReadOnlyList<string> Preparations { get; }

    public string Statement { get; }

    public string Plan { get; }

    private string Head { get; }

    /// <summary>The cases' names, as <see cref="Open"/> takes them.</summary>
    public static IEnumerable<string> FindAll()
    {
        var root = Repository.PathOf("tests", "Goldens");
        var wanted = Environment.GetEnvironmentVariable("GOLDEN");
        return Directory.EnumerateFiles(Path.Combine(root, "plans"), "*.plan", SearchOption.AllDirectories)
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(root, file).Replace('\\', '/'), null))
            .Where(name => string.IsNullOrEmpty(wanted) || name == wanted)
            .Order(StringComparer.Ordinal);
    }

    public static GoldenFile Open(string name) => new(Repository.PathOf("tests", "Goldens", name + ".plan"));

    public void Expect(string plan)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1") File.WriteAllText(_path, $"{Head}{Divider}\n{plan}");
        else plan.ShouldBe(Plan);
    }
}
