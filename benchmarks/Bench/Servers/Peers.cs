namespace FederationGateway.Bench.Servers;

/// <summary>What the report calls those who are compared.</summary>
internal static class Peers
{
    public const string PostgreSql = "PostgreSQL";
    public const string Gateway = "gateway";
    public const string ForeignWrapper = "postgres_fdw";
    public const string Chdb = "chDB";
}
