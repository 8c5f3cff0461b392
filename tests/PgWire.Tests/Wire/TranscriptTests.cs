using FederationGateway.PgWire.Tests.Fakes;
using FederationGateway.Support.Postgres;

namespace FederationGateway.PgWire.Tests.Wire;

/// <summary>The conversations in tests/Goldens/wire must go the same way with us and with a real server.</summary>
public class TranscriptTests(FakeServerFixture ours, PostgresFixture postgres)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Goldens", "wire");

    public static TheoryData<string> Cases() => new(Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)!).Order());

    [Theory, MemberData(nameof(Cases))]
    public async Task Ours_answers_as_written(string name)
    {
        await using var client = await RawClient.LogInAsync(ours.Server.Port, FakeQueryService.User, FakeQueryService.Database, FakeQueryService.Password);
        await Transcript.Open(Path.Combine(Folder, name + ".txt")).PlayAsync(client);
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task PostgreSQL_answers_as_written(string name)
    {
        await using var client = await RawClient.LogInAsync(postgres.Cluster.Port, PostgresCluster.Superuser, "postgres");
        await client.QueryAsync("create temp table t (a int, b text)");
        await client.ReadUntilAsync('Z');
        await Transcript.Open(Path.Combine(Folder, name + ".txt")).PlayAsync(client);
    }
}
