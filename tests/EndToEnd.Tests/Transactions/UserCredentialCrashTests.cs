using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Transactions;

/// <summary>A commit that a crash left in doubt is ended with the credential that wrote it: who else logs in at the source may not touch what another has prepared.</summary>
public sealed class UserCredentialCrashTests(Landscape landscape)
{
    private const string Password = "a long password";

    [Theory]
    [InlineData("PREPARE TRANSACTION", true, false)]
    [InlineData("COMMIT PREPARED", false, true)]
    public async Task Recovery_logs_in_as_the_user_who_wrote(string step, bool delivered, bool expected)
    {
        var id = Guid.NewGuid().ToString("N")[..8];
        var (everybodys, annas) = ($"all_{id}", $"anna_{id}");
        await using var plant = await TransactionPlant.StartAsync(
            landscape.Cluster, everybodys, Password,
            $"""
            CREATE ROLE {everybodys} LOGIN PASSWORD '{Password}'; CREATE ROLE {annas} LOGIN PASSWORD '{Password}';
            CREATE TABLE remote_rows (n int PRIMARY KEY); GRANT SELECT ON remote_rows TO {everybodys}; GRANT SELECT, INSERT ON remote_rows TO {annas}
            """);
        await using (var admin = await plant.OpenAsync())
        {
            await admin.ExecuteAsync(
                $"""
                CREATE USER anna PASSWORD '{Password}'; GRANT SELECT, INSERT ON remote_rows TO anna; GRANT SELECT, INSERT ON local_rows TO anna;
                CREATE CREDENTIAL FOR USER anna COMPONENT 'SAPHANAFEDERATION' PURPOSE 's' TYPE 'PASSWORD' USING 'user={annas};password={Password}'
                """);
            await admin.FailsAsync("INSERT INTO remote_rows VALUES (0)", "HV00L");
        }

        plant.Proxy.HoldAt(step, delivered);
        var putting = PutAsync(plant);
        await plant.Proxy.HasCut;
        (await landscape.Cluster.QueryValueAsync($"SELECT count(*) FROM pg_prepared_xacts WHERE database = '{plant.Database}' AND owner = '{annas}'")).ShouldBe(1L);
        await plant.KillAsync();
        await Should.ThrowAsync<Exception>(() => putting);
        await plant.RestartAsync();
        (await plant.UntilSettledAsync()).ShouldBeEmpty();
        (await plant.RemoteRowsAsync()).ShouldBe(expected ? [1] : []);
        (await plant.LocalRowsAsync()).ShouldBe(expected ? [1] : []);
    }

    private static async Task PutAsync(TransactionPlant plant)
    {
        await using var client = await plant.OpenAsync();
        await client.ExecuteAsync("SET ROLE anna");
        await TransactionPlant.PutAsync(client, 1);
    }
}
