using FederationGateway.Binder.Expressions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Procedures;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE and DROP PROCEDURE. The statements are checked against the catalog as it is; what they use may be dropped and made again afterwards.</summary>
internal static class ProcedureStatements
{
    private static readonly string[] Languages = ["sql", "sqlscript"];

    public static Prepared PrepareCreate(ParsedStatement parsed, CreateProcedureStatement create) => new PreparedCommand(parsed, "CREATE PROCEDURE", async run =>
    {
        var session = run.Session;
        session.RequireWritable("a change of the catalog");
        if (create.Language is { } language && !Languages.Contains(language.Text, StringComparer.OrdinalIgnoreCase))
            throw new GatewayException(SqlState.UndefinedObject, $"language \"{language.Text}\" does not exist") { Position = language.Span.Start, Hint = "Procedures are written in SQL." };
        var (schema, name) = DdlNames.Target(session, session.Snapshot, create.Name);
        session.Rights.Require(session.Snapshot.Schemas.FindExact(schema)!, Privilege.Create);
        if (create.OrReplace && session.Snapshot.FindProcedure(schema, name) is { } old && old.Name == name) session.Rights.RequireOwner(old);
        var time = session.Core.TimeProvider.GetUtcNow().UtcDateTime;
        ProcedureEntry Entry(long oid, string inSchema) => new(oid, inSchema, name, session.User, Parameters(create.Parameters), create.Body) { SearchPath = session.SearchPath, IsInvoker = create.IsInvoker, CreateTime = time };
        var checkedEntry = Entry(0, schema);
        foreach (var statement in create.Statements) await ProcedureBody.BindAsync(session, checkedEntry, statement, caller: 0, run.CancellationToken);
        await DdlRun.ChangeAsync(run, catalog => ProcedureChanges.Create(catalog, schema, name, create.OrReplace, Entry));
    });

    public static Prepared PrepareDrop(ParsedStatement parsed, DropProcedureStatement drop) => new PreparedCommand(parsed, "DROP PROCEDURE", run => DdlRun.ChangeAsync(run, catalog =>
    {
        var session = run.Session;
        List<ProcedureEntry> dropped = [];
        foreach (var reference in drop.Procedures)
        {
            if (ProcedureNames.Find(session, catalog.Snapshot, reference) is { } procedure)
            {
                session.Rights.RequireOwner(procedure);
                if (!dropped.Contains(procedure)) dropped.Add(procedure);
            }
            else if (drop.IfExists) catalog.Notices.Add($"procedure {reference.Name} does not exist, skipping");
            else throw ProcedureNames.Missing(reference);
        }

        ProcedureChanges.Drop(catalog, dropped, drop.Behavior == DropBehavior.Cascade);
    }));

    public static EquatableArray<ProcedureParameter> Parameters(EquatableArray<ProcedureParameterClause> parameters)
    {
        var tables = parameters.Where(parameter => parameter.Type is null).ToList();
        if (tables.Count > 1) throw GatewayException.Unsupported("more than one table parameter", tables[1].Span);
        RefuseTwice(parameters.Select(parameter => parameter.Name), "parameter name");
        return parameters.Select(parameter =>
        {
            RefuseTwice(parameter.Columns.Select(column => column.Name), "column");
            return new ProcedureParameter(parameter.Name.Text, parameter.Type is { } type ? TypeNames.Resolve(type) : null)
            {
                Columns = parameter.Columns.Select(column => new ProcedureColumn(column.Name.Text, TypeNames.Resolve(column.Type))).ToEquatableArray(),
            };
        }).ToEquatableArray();
    }

    private static void RefuseTwice(IEnumerable<Identifier> names, string what)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
            if (!seen.Add(name.Text)) throw new GatewayException(SqlState.InvalidFunctionDefinition, $"{what} \"{name.Text}\" used more than once") { Position = name.Span.Start };
    }
}
