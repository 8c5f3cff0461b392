using FederationGateway.Binder;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Settings;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE [OR REPLACE] VIEW.</summary>
internal static class ViewStatements
{
    public static Prepared PrepareCreate(ParsedStatement parsed, CreateViewStatement create)
    {
        if (create.Temporary) throw GatewayException.Unsupported("a temporary view", create.Span);
        if (create.Recursive) throw GatewayException.Unsupported("CREATE RECURSIVE VIEW", create.Span);
        if (create.CheckOption) throw GatewayException.Unsupported("WITH CHECK OPTION", create.Span);
        return new PreparedCommand(parsed, "CREATE VIEW", async run =>
        {
            var session = run.Session;
            var (plan, names, places) = await Planner.BindViewAsync(session, create.Query, run.CancellationToken);
            var columns = ColumnsOf(create, plan);
            var (schema, name) = DdlNames.Target(session, session.Snapshot, create.Name);
            var query = new ViewQuery(create.QueryText, session.SearchPath, session.Settings[SettingsTable.TimeZone], names) { Now = session.Now, Places = places };
            session.Rights.Require(session.Snapshot.Schemas.FindExact(schema)!, Privilege.Create);
            if (create.OrReplace && session.Snapshot.Relations[schema].FindExact(name) is ViewEntry existing) session.Rights.RequireOwner(existing);
            await DdlRun.ChangeAsync(run, catalog => Views.Create(catalog, schema, name, query, columns, create.OrReplace, session.User));
        });
    }

    private static EquatableArray<TableColumn> ColumnsOf(CreateViewStatement create, PlanNode plan)
    {
        if (create.Columns.Count > plan.Output.Count)
            throw new GatewayException(SqlState.SyntaxError, "CREATE VIEW specifies more column names than columns") { Position = create.Columns[plan.Output.Count].Span.Start };
        var columns = plan.Output.Select((column, index) =>
        {
            var name = index < create.Columns.Count ? create.Columns[index].Text : column.Name;
            return new TableColumn(name, name, column.Type, column.IsNullable);
        }).ToEquatableArray();
        return columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new GatewayException(SqlState.DuplicateColumn, $"column \"{twice.Key}\" specified more than once")
            : columns;
    }
}
