using FederationGateway.EndToEnd.Support;
using FederationGateway.Support.Postgres;
using FederationGateway.Support.Processes;
using FederationGateway.Support.Servers;

namespace FederationGateway.EndToEnd.Replication;

/// <summary>The disk of store and backlog fills up: the gateway says so, and goes on when there is room, with everything.</summary>
public sealed class DiskFullTests
{
    private const string Digest = "SELECT count(*) || ' ' || sum(id) || ' ' || sum(length(v)) FROM t";

    [Fact]
    public async Task What_came_while_the_disk_was_full_is_there_when_it_has_room_again()
    {
        var disk = Directory.CreateTempSubdirectory("fedgw-disk-").FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && await MountAsync("-t", "tmpfs", "-o", "size=24m", "tmpfs", disk), "a disk of the test's own cannot be mounted here");
        try
        {
            await using var source = await PostgresCluster.StartAsync();
            await source.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY, v text)");
            await using var gateway = await GatewayServer.StartAsync(Path.Combine(disk, "data"));
            await using var client = await GatewayClient.OpenAsync(gateway, builder => (builder.Timeout, builder.CommandTimeout) = (90, 120));
            await client.ExecuteAsync(
                $"""
                 CREATE REMOTE SOURCE s ADAPTER "postgresql" CONFIGURATION 'host=127.0.0.1;port={source.Port};database=postgres'
                     WITH CREDENTIAL TYPE 'PASSWORD' USING 'user={PostgresCluster.Superuser};password={PostgresCluster.Password}'
                 """);
            await client.ExecuteAsync("CREATE SCHEMA v; IMPORT FOREIGN SCHEMA public FROM SERVER s INTO v; CREATE TABLE t (id int PRIMARY KEY, v text); CREATE REMOTE SUBSCRIPTION sub ON v.t TARGET TABLE t");
            await ReplicationPlant.BeginAsync(client, "sub");
            for (var i = 0; i < 16; i++)
                await source.ExecuteAsync($"INSERT INTO t SELECT g, string_agg(md5(random()::text || h), '') FROM generate_series({i * 2000}, {(i * 2000) + 1999}) g, generate_series(1, 32) h GROUP BY g");

            // Who finds no room, the backlog or the store, is a matter of who comes last.
            await ReplicationPlant.UntilAsync(client, "SELECT DISTINCT sqlstate, next_retry_time IS NOT NULL FROM remote_subscription_exceptions", "53100|t");
            (await client.NumberAsync("SELECT count(*) FROM t")).ShouldBeLessThan(32_000);

            (await MountAsync("-o", "remount,size=600m", disk)).ShouldBeTrue();
            await client.ExecuteAsync("PROCESS REMOTE SUBSCRIPTION EXCEPTIONS RETRY");
            await ReplicationPlant.UntilAsync(client, Digest, (string)(await source.QueryValueAsync(Digest))!);
            await ReplicationPlant.UntilAsync(client, "SELECT error_message FROM remote_subscription_exceptions");
        }
        finally
        {
            (await ProcessRunner.RunAsync("umount", ["--lazy", disk])).EnsureSuccess();
            Directory.Delete(disk);
        }
    }

    private static async Task<bool> MountAsync(params string[] arguments) => (await ProcessRunner.RunAsync("mount", arguments)).ExitCode == 0;
}
