using FederationGateway.Support.Postgres;

namespace FederationGateway.Bench.Servers;

/// <summary>Tables of one database, which is a source of the same name for those who see it from elsewhere.</summary>
internal sealed record SourceTables(PostgresCluster Server, string Database, IReadOnlyList<string> Tables);
