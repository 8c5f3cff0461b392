using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files;

/// <summary>The embedded engine's dialect over views named like the files. What depends on a session (its time zone, its catalog) stays with the session.</summary>
internal sealed class FilesDialect() : DuckDbDialect(new DialectSession("UTC"))
{
    private static readonly DuckDbDialect Engine = new(new DialectSession("UTC"));
    private static readonly FunctionTable OwnFunctions = WithoutSession(Engine.Functions);
    private static readonly FunctionTable OwnTableFunctions = WithoutSession(Engine.TableFunctions);

    public override string Name => "the file reader";

    public override FunctionTable Functions => OwnFunctions;

    public override FunctionTable TableFunctions => OwnTableFunctions;

    protected override string Fill(SqlText sql, string template)
    {
        if (DialectSession.IsNeededBy(template)) sql.Refuse(RefusalCode.DifferentSemantics, $"it depends on the session, of which {Name} knows nothing");
        return base.Fill(sql, template);
    }

    protected override void WriteCall(SqlText sql, CallExpression call)
    {
        if (call.Function.Volatility == Volatility.Volatile) sql.Refuse(call.Function.WhyNotPushed($"{call.Function.Name}()"));
        else base.WriteCall(sql, call);
    }

    public override string TableName(TableHandle table) => QuoteIdentifier(table.Path[0]);

    private static FunctionTable WithoutSession(FunctionTable all)
    {
        FunctionTable table = [];
        foreach (var (signature, template) in all)
            if (!DialectSession.IsNeededBy(template)) table.Add(signature, template);
        return table;
    }
}
