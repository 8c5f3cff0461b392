using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files.Tests;

/// <summary>Nothing outside the directory can be read, however it is named.</summary>
public sealed class SandboxTests
{
    [Theory]
    [InlineData("../secret.csv")]
    [InlineData("../*.csv")]
    [InlineData("inner/../../secret.csv")]
    [InlineData("./../secret.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("x\0.csv")]
    [InlineData("../lake-of-others/t.csv")]
    public async Task Names_that_lead_outside_are_refused(string name)
    {
        await using var lake = new Lake();
        lake.Write("inner/t.csv", "x\n1\n");
        (await Lake.ErrorOf(() => lake.ImportAsync(name))).State.ShouldBe(SqlState.InsufficientPrivilege);
        (await Lake.ErrorOf(() => lake.ImportAsync("secret.csv", ".."))).State.ShouldBe(SqlState.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_virtual_table_cannot_be_made_to_point_outside()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "word\nopen\n");
        var table = await lake.ImportAsync("t.csv");
        foreach (var path in new[] { "../secret.csv", lake.Secret, "file:" + lake.Secret, "t.csv', '../secret.csv" })
            (await Lake.ErrorOf(() => lake.RowsAsync(table with { Path = [path] }))).State.ShouldBeOneOf(SqlState.InsufficientPrivilege, SqlState.RemoteTableNotFound);
    }

    [Fact]
    public async Task Links_that_lead_outside_are_refused_and_not_listed()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "x\n1\n");
        File.CreateSymbolicLink(lake.PathOf("link.csv"), lake.Secret);
        Directory.CreateSymbolicLink(lake.PathOf("up"), lake.Outside);
        Directory.CreateSymbolicLink(lake.PathOf("chain"), lake.PathOf("up"));
        foreach (var name in new[] { "link.csv", "l*.csv", "up/secret.csv", "chain/secret.csv", "up/*.csv" })
            (await Lake.ErrorOf(() => lake.ImportAsync(name))).State.ShouldBe(SqlState.InsufficientPrivilege, name);
        List<string> listed = [];
        await foreach (var node in lake.Source.BrowseAsync(null, Lake.Cancellation)) listed.Add(node.DisplayName);
        listed.ShouldBe(["t.csv"]);
        List<RemoteTable> imported = [];
        await foreach (var table in lake.Source.ImportSchemaAsync(null, _ => true, Lake.Cancellation)) imported.Add(table);
        imported.Select(table => table.SuggestedName).ShouldBe(["t"]);
    }

    [Fact]
    public async Task A_file_replaced_by_a_link_is_refused_at_the_next_use()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "word\nopen\n");
        var table = await lake.ImportAsync("t.csv");
        (await lake.RowsAsync(table)).ShouldBe(["open"]);
        File.Delete(lake.PathOf("t.csv"));
        File.CreateSymbolicLink(lake.PathOf("t.csv"), lake.Secret);
        (await Lake.ErrorOf(() => lake.RowsAsync(table))).State.ShouldBe(SqlState.InsufficientPrivilege);
    }

    /// <summary>Checking a name and opening it again would leave a moment in between; whoever can write to the directory would win it sooner or later.</summary>
    [Fact]
    public async Task A_file_swapped_for_a_link_while_it_is_read_gives_nothing_away()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var lake = new Lake();
        lake.Write("t.csv", "word\nopen\n");
        lake.Write("honest", "word\nopen\n");
        var table = await lake.ImportAsync("t.csv");
        using var ended = new CancellationTokenSource();
        var swapping = Task.Run(() =>
        {
            // Renaming over the name is one step: there is always a file or a link.
            while (!ended.IsCancellationRequested)
            {
                File.CreateSymbolicLink(lake.PathOf("swap"), lake.Secret);
                File.Move(lake.PathOf("swap"), lake.PathOf("t.csv"), overwrite: true);
                File.Copy(lake.PathOf("honest"), lake.PathOf("swap"));
                File.Move(lake.PathOf("swap"), lake.PathOf("t.csv"), overwrite: true);
            }
        }, Lake.Cancellation);

        for (var i = 0; i < 150; i++)
        {
            try
            {
                (await lake.RowsAsync(table)).ShouldBe(["open"]);
            }
            catch (GatewayException e)
            {
                e.State.ShouldBeOneOf(SqlState.InsufficientPrivilege, SqlState.RemoteTableNotFound, SqlState.RemoteExecutionFailed);
            }
        }

        await ended.CancelAsync();
        await swapping;
    }

    [Fact]
    public async Task A_file_that_is_replaced_in_the_middle_of_a_statement_is_read_to_its_old_end()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var lake = new Lake();
        lake.Write("t.csv", "word\n" + string.Concat(Enumerable.Repeat("open\n", 1_000_000)));
        var table = await lake.ImportAsync("t.csv");
        var count = 0;
        await foreach (var row in lake.StreamAsync(table))
        {
            if (count++ == 0)
            {
                File.Delete(lake.PathOf("t.csv"));
                File.CreateSymbolicLink(lake.PathOf("t.csv"), lake.Secret);
            }

            row.ShouldBe("open");
        }

        count.ShouldBe(1_000_000);
    }

    [Fact]
    public async Task Descriptors_are_closed_with_the_statement()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var lake = new Lake();
        lake.Write("t1.csv", "x\n1\n");
        lake.Write("t2.csv", "x\n2\n");
        (await lake.RowsAsync("t*.csv")).Order().ShouldBe(["1", "2"]);
        await Lake.ErrorOf(async () => await lake.RowsAsync(Lake.WithColumns(await lake.ImportAsync("t1.csv"), ("gone", SqlType.Text))));
        Directory.EnumerateFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget).ShouldNotContain(target => target != null && target.StartsWith(lake.Root, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Links_that_stay_inside_are_followed()
    {
        await using var lake = new Lake();
        lake.Write("real/t.csv", "x\n1\n");
        File.CreateSymbolicLink(lake.PathOf("link.csv"), lake.PathOf("real/t.csv"));
        (await lake.RowsAsync("link.csv")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task The_directory_itself_may_be_a_link()
    {
        await using var lake = new Lake();
        lake.Write("t.csv", "x\n1\n");
        var link = Path.Combine(lake.Outside, "link");
        Directory.CreateSymbolicLink(link, lake.Root);
        lake.OpenAt(link);
        (await lake.RowsAsync("t.csv")).ShouldBe(["1"]);
        (await Lake.ErrorOf(() => lake.ImportAsync("../secret.csv"))).State.ShouldBe(SqlState.InsufficientPrivilege);
    }

    /// <summary>The engine would take such a name for a pattern, and a pattern can match a link.</summary>
    [Fact]
    public async Task Names_the_engine_takes_for_patterns_mean_only_themselves()
    {
        await using var lake = new Lake();
        lake.Write("a[b].csv", "word\nopen\n");
        File.CreateSymbolicLink(lake.PathOf("ab.csv"), lake.Secret);
        (await lake.RowsAsync("a[b].csv")).ShouldBe(["open"]);
    }

    [Fact]
    public async Task Sources_stay_inside_the_roots_the_operator_allows()
    {
        await using var lake = new Lake();
        Directory.CreateSymbolicLink(lake.PathOf("up"), lake.Outside);
        var adapter = new FilesAdapter([lake.Root]);
        await using (adapter.CreateSource(Lake.Definition(lake.Root))) { }
        foreach (var directory in new[] { lake.Outside, lake.Root + "/..", lake.PathOf("up"), lake.Root + "2" })
            Should.Throw<GatewayException>(() => adapter.CreateSource(Lake.Definition(directory))).State.ShouldBe(SqlState.InsufficientPrivilege, directory);
    }
}
