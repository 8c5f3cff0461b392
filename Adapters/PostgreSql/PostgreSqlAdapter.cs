using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Dialect;

namespace FederationGateway.Adapters.PostgreSql;

/// <summary>Sources that are databases of a PostgreSQL server.</summary>
/// <param name="time">The clock that ages idle connections.</param>
public sealed class PostgreSqlAdapter(TimeProvider time) : IAdapter
{
    public PostgreSqlAdapter() : this(TimeProvider.System)
    {
    }

    public string Name => "postgresql";

    public AdapterDescription Description { get; } = new("PostgreSQL", "a database of a PostgreSQL server (11 or later)", PostgreSqlOptions.Known);

    public CapabilitySet Capabilities => PostgreSqlCapabilities.All;

    public SqlDialect Dialect { get; } = new PostgreSqlDialect();

    public IReadOnlyList<KeyValuePair<string, string>> LackingIn(SourceVersion version) => PostgreSqlCapabilities.LackingIn(version.Version);

    public IRemoteSource CreateSource(SourceDefinition definition) => new PostgreSqlSource(new PostgreSqlOptions(definition), time);
}
