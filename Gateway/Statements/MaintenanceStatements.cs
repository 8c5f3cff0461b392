using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements;

/// <summary>
/// VACUUM, ANALYZE and CHECKPOINT: the store looks after itself, but scripts send them. ANALYZE of a virtual table asks its source for the statistics it has now;
/// without a list of tables no source is asked.
/// </summary>
internal static class MaintenanceStatements
{
    public static Prepared Prepare(ParsedStatement parsed, MaintenanceStatement maintenance) => new PreparedCommand(parsed, maintenance.Command.ToString().ToUpperInvariant(), async run =>
    {
        foreach (var name in maintenance.Tables)
        {
            var relation = DdlNames.Relation(run.Session, run.Session.Snapshot, name);
            if (!run.Session.Rights.Owns(relation.Owner))
                run.Session.Warning($"skipping \"{relation.Name}\" --- only table or database owner can {maintenance.Command.ToString().ToLowerInvariant()} it", "01000");
            else if (relation is VirtualTableEntry table && maintenance.Command == MaintenanceCommand.Analyze) await AnalyzeAsync(run, table);
        }
    });

    public static Prepared PrepareCheckpoint(ParsedStatement parsed) => new PreparedCommand(parsed, "CHECKPOINT", async run =>
    {
        run.Session.Rights.RequireAdministrator("run CHECKPOINT");
        using var connection = run.Session.Core.Store.Connect();
        try
        {
            await connection.ExecuteAsync("CHECKPOINT", run.CancellationToken);
        }
        catch (GatewayException e) when (e.State == SqlState.ObjectInUse)
        {
            // What is committed is durable without it.
            run.Session.Warning("the store is not checkpointed now because transactions write to it", "01000");
        }
    });

    private static async Task AnalyzeAsync(StatementRun run, VirtualTableEntry table)
    {
        var source = run.Session.Snapshot.Sources.FindExact(table.Source) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{table.Source}\" does not exist");
        var imported = await VirtualTableStatements.ImportAsync(run.Session.Core.Sources.Get(run.Session.Snapshot, source, run.Session.Identity.Current), table.RemoteName, run.CancellationToken);
        await DdlRun.ChangeAsync(run, catalog =>
        {
            if (catalog.Snapshot.RelationsByOid.GetValueOrDefault(table.Oid) is VirtualTableEntry current) VirtualTables.RefreshStatistics(catalog, current, imported);
        });
    }
}
