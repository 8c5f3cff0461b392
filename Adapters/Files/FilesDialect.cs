using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files;

/// <summary>The embedded engine's dialect over views named like the files. What depends on a session (its time zone, its catalog) stays with the session.</summary>
internal sealed class FilesDialect() : DuckDbDialect(new DialectSession("UTC"))
{
    public override string Name => "the file reader";

    public override string TableName(TableHandle table) => QuoteIdentifier(table.Path[0]);
}
