using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements;

/// <summary>VACUUM, ANALYZE and CHECKPOINT: the store looks after itself, but scripts send them.</summary>
internal static class MaintenanceStatements
{
    public static Prepared Prepare(ParsedStatement parsed, MaintenanceStatement maintenance) => new PreparedCommand(parsed, maintenance.Command.ToString().ToUpperInvariant(), run =>
    {
        foreach (var table in maintenance.Tables) Ddl.DdlNames.Relation(run.Session, run.Session.Snapshot, table);
        return ValueTask.CompletedTask;
    });

    public static Prepared PrepareCheckpoint(ParsedStatement parsed) => new PreparedCommand(parsed, "CHECKPOINT", async run =>
    {
        using var connection = run.Session.Core.Store.Connect();
        await connection.ExecuteAsync("CHECKPOINT", run.CancellationToken);
    });
}
