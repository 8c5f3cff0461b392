using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>IMPORT FOREIGN SCHEMA: many virtual tables by one statement, all or none.</summary>
internal static class ImportStatements
{
    public static Prepared Prepare(ParsedStatement parsed, ImportForeignSchemaStatement import) => new PreparedCommand(parsed, "IMPORT FOREIGN SCHEMA", async run =>
    {
        if (import.Options.Count > 0) throw new GatewayException(SqlState.InvalidOptionName, $"unknown option \"{import.Options[0].Name}\" of IMPORT FOREIGN SCHEMA") { Position = import.Options[0].Span.Start };
        var session = run.Session;
        var source = DdlNames.Source(session.Snapshot, import.Source);
        var schema = (session.Snapshot.FindSchema(import.LocalSchema.Text) ?? throw DdlNames.MissingSchema(import.LocalSchema)).Name;
        session.Rights.Require(source, Privilege.CreateVirtualTable);
        session.Rights.Require(session.Snapshot.Schemas.FindExact(schema)!, Privilege.Create);
        var live = session.Core.Sources.Get(session.Snapshot, source, session.Identity.Current);
        List<RemoteTable> tables = [];
        using (live.Rent())
        {
            await foreach (var table in live.Source.ImportSchemaAsync(import.RemoteSchema.Text, name => IsWanted(import, name), run.CancellationToken)) tables.Add(table);
        }

        RefuseMissing(import, tables);
        var time = session.Core.TimeProvider.GetUtcNow().UtcDateTime;
        await DdlRun.ChangeAsync(run, catalog =>
        {
            foreach (var table in tables) VirtualTables.Create(catalog, schema, table.SuggestedName, source, table, hasExplicitColumns: false, [], time, session.User);
        });
    });

    private static bool IsWanted(ImportForeignSchemaStatement import, ImportCandidate candidate) => import.Filter switch
    {
        ImportFilter.LimitTo => import.Tables.Any(wanted => Matches(wanted, candidate)),
        ImportFilter.Except => !import.Tables.Any(unwanted => Matches(unwanted, candidate)),
        _ => true,
    };

    /// <summary>A table goes by its name at the source, and by the one it gets here: a file's extension need not be written.</summary>
    private static bool Matches(ObjectName wanted, ImportCandidate candidate) => Matches(wanted, candidate.Object) || Matches(wanted, candidate.SuggestedName);

    private static bool Matches(ObjectName table, string name) => table.Last.Quoted ? table.Last.Text == name : table.Last.Text.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static void RefuseMissing(ImportForeignSchemaStatement import, List<RemoteTable> tables)
    {
        if (import.Filter != ImportFilter.LimitTo) return;
        if (import.Tables.FirstOrDefault(wanted => !tables.Any(table => Matches(wanted, new ImportCandidate(table.Name.Object, table.SuggestedName)))) is { } missing)
            throw new GatewayException(SqlState.RemoteTableNotFound, $"remote schema \"{import.RemoteSchema.Text}\" has no table \"{missing.Last.Text}\"") { Position = missing.Span.Start };
    }
}
