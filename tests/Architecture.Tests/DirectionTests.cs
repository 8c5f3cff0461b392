using System.Xml.Linq;
using FederationGateway.Support;

namespace FederationGateway.Architecture.Tests;

/// <summary>Holds every project file against <see cref="Directions"/>.</summary>
public sealed class DirectionTests
{
    /// <summary>Programs around the product: they may use any room and no room may use them.</summary>
    private static readonly string[] AroundTheProduct = ["tests/", "benchmarks/", "demo/"];

    /// <summary>Projects with code: what is under native/ works on rooms that are built.</summary>
    private static readonly List<string> AllProjects = [.. Repository.SourceFiles(".csproj").Where(project => !project.StartsWith("native/", StringComparison.Ordinal))];

    public static TheoryData<string> Rooms =>
        [.. AllProjects.Where(project => !AroundTheProduct.Any(folder => project.StartsWith(folder, StringComparison.Ordinal)))];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_references_only_what_the_table_allows(string project)
    {
        var room = Path.GetFileNameWithoutExtension(project);
        Directions.IsKnown(room).ShouldBeTrue($"{room} has no line in the table of directions");

        ReferencesOf(project).Where(reference => !Directions.Allows(room, reference))
            .ShouldBeEmpty($"{project} goes against the table of directions");
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_says_on_one_page_what_enters_and_what_leaves(string project) =>
        File.Exists(Repository.PathOf(Path.GetDirectoryName(project)!, "README.md"))
            .ShouldBeTrue($"{Path.GetDirectoryName(project)} has no README.md");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Repository.PathOf("FederationGateway.sln")).Replace('\\', '/');
        AllProjects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void The_table_has_no_circles() =>
        Rooms.Select(row => Path.GetFileNameWithoutExtension((string)row.Data))
            .Where(room => room != Directions.Gateway && Directions.Reachable(room).Contains(room))
            .ShouldBeEmpty();

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(Repository.PathOf(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));
}
