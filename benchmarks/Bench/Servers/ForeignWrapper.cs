using FederationGateway.Support.Postgres;

namespace FederationGateway.Bench.Servers;

/// <summary>PostgreSQL's own federation, as somebody who wants it fast sets it up.</summary>
internal static class ForeignWrapper
{
    public static async Task LinkAsync(PostgresCluster cluster, string database, IEnumerable<SourceTables> sources)
    {
        await cluster.CreateDatabaseAsync(database);
        await cluster.ExecuteAsync("CREATE EXTENSION postgres_fdw", database);
        foreach (var source in sources)
            await cluster.ExecuteAsync(
                $"""
                CREATE SERVER {source.Database} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '{source.Server.Port}', dbname '{source.Database}',
                    fetch_size '50000', async_capable 'true', use_remote_estimate 'true');
                CREATE USER MAPPING FOR CURRENT_USER SERVER {source.Database}
                    OPTIONS (user '{PostgresCluster.Superuser}', password '{PostgresCluster.Password}');
                IMPORT FOREIGN SCHEMA public LIMIT TO ({string.Join(", ", source.Tables)}) FROM SERVER {source.Database} INTO public
                """,
                database);
        await cluster.ExecuteAsync("ANALYZE", database);
    }
}
