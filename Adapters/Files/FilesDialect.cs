using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files;

/// <summary>The embedded engine's dialect over views named like the files. What depends on a session (its time zone, its catalog) stays with the session.</summary>
internal sealed class FilesDialect() : DuckDbDialect(new DialectSession("UTC"))
{
    public override string Name => "the file reader";

    protected override string Fill(SqlText sql, string template)
    {
        if (DialectSession.IsNeededBy(template)) sql.Refuse(RefusalCode.DifferentSemantics, $"it depends on the session, of which {Name} knows nothing");
        return base.Fill(sql, template);
    }

    protected override void WriteCall(SqlText sql, CallExpression call)
    {
        if (call.Function.Volatility == Volatility.Volatile) sql.Refuse(RefusalCode.VolatileFunction, $"{call.Function.Name}() gives another answer at each call");
        else base.WriteCall(sql, call);
    }

    public override string TableName(TableHandle table) => QuoteIdentifier(table.Path[0]);
}
