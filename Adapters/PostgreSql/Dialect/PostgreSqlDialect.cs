using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>How statements for PostgreSQL are written.</summary>
public sealed class PostgreSqlDialect : SqlDialect
{
    public override string Name => "PostgreSQL";

    public override FunctionTable Functions => FunctionTable.Empty;
}
