using System.Text;
using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>A source's password is nowhere but in the encrypted credential: not in views, errors, logs or files.</summary>
public sealed class SecretsTests(Landscape landscape)
{
    private const string Secret = "Okapi-Velvet-9921";

    [Fact]
    public async Task A_password_appears_nowhere()
    {
        var data = Directory.CreateTempSubdirectory("fedgw-data-").FullName;
        try
        {
            List<string> seen = [];
            await using (var gateway = await GatewayServer.StartAsync(data))
            {
                await using var client = await GatewayClient.OpenAsync(gateway);
                await client.ExecuteAsync(Create("plain", $"user=nobody;password={Secret}"));
                await client.ExecuteAsync(Create("xml", $"<CredentialEntry name=\"credential\"><user>nobody</user><password>{Secret}</password></CredentialEntry>"));
                foreach (var sql in new[]
                {
                    $"{Create("broken", $"user=nobody;password={Secret}")} AND NONSENSE",
                    $"{Create("plain", $"user=nobody;password={Secret}")}",
                    Create("misplaced", $"user=nobody;password={Secret}").Replace("USING ", "", StringComparison.Ordinal),
                    Create("open", $"user=nobody;password={Secret}")[..^1],
                    $"{Create("odd", $"user=nobody;password={Secret};oops={Secret}")}",
                    $"ALTER REMOTE SOURCE nobody WITH CREDENTIAL TYPE 'PASSWORD' USING 'user=a;password={Secret}'",
                    "CALL CHECK_REMOTE_SOURCE('plain')",
                    "SELECT * FROM plain.public.t",
                    "CREATE VIRTUAL TABLE v AT \"xml\".\"postgres\".\"public\".\"t\"",
                })
                {
                    var error = await Should.ThrowAsync<Npgsql.PostgresException>(() => client.RowsAsync(sql));
                    ErrorTexts.Check(error);
                    seen.Add($"{error.MessageText} {error.Detail} {error.Hint} {error.Where} {error.InternalQuery}");
                }

                foreach (var view in await client.RowsAsync("SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables WHERE table_schema IN ('SYS', 'pg_catalog', 'information_schema')"))
                    seen.Add($"{view}: {await client.TextAsync($"SELECT * FROM {view}")}");
                seen.Count.ShouldBeGreaterThan(40);
                await gateway.StopAsync();
                seen.Add(gateway.Log);
            }

            seen.ShouldAllBe(text => !text.Contains(Secret, StringComparison.Ordinal));
            foreach (var file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
                Contains(await File.ReadAllBytesAsync(file), Secret).ShouldBeFalse(file);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private string Create(string name, string credential) =>
        $"CREATE REMOTE SOURCE {name} ADAPTER \"postgresql\" CONFIGURATION 'host=127.0.0.1;port={landscape.Cluster.Port};database=postgres' WITH CREDENTIAL TYPE 'PASSWORD' USING '{credential}'";

    private static bool Contains(byte[] content, string secret) =>
        content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0
        || content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) >= 0
        || content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)))) >= 0;
}
