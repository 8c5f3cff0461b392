using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Executor.Local;
using FederationGateway.Executor.Writes;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Optimizer.Writes;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Contract;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>TRUNCATE of local and virtual tables. Those of a source go in one statement, as they may refer to each other.</summary>
internal static class TruncateStatements
{
    public static Prepared Prepare(ParsedStatement parsed, TruncateStatement truncate) => new PreparedCommand(parsed, async run =>
    {
        run.Session.RequireWritable("TRUNCATE TABLE");
        var tables = truncate.Tables.Select(name => (Name: name, Entry: DdlNames.Relation(run.Session, run.Session.Snapshot, name))).ToList();
        foreach (var (name, entry) in tables)
        {
            if (entry is not (LocalTableEntry or VirtualTableEntry)) throw TableStatements.NotATable(entry, name);
            DdlNames.RequireUsage(run.Session, entry);
            run.Session.Rights.Require(entry, Privilege.Truncate);
        }

        if (truncate.RestartIdentity) Restart(run, tables.Select(table => table.Entry).OfType<LocalTableEntry>());
        foreach (var atSource in tables.Select(table => table.Entry).OfType<VirtualTableEntry>().GroupBy(table => table.Source))
            await TruncateAsync(run, truncate, [.. atSource.Select(table => table.Handle)]);
        foreach (var entry in tables.Select(table => table.Entry).OfType<LocalTableEntry>())
        {
            run.Session.Transaction.NoteChange();
            using var store = run.Session.Transaction.Connect();
            await store.Connection.ExecuteAsync(LocalWrites.DeleteAll(entry.Handle, run.Session.Functions.Dialect, run.Session.Transaction.ChangedRows), run.CancellationToken);
        }

        return new CommandTag("TRUNCATE TABLE");
    }, notesChanges: true);

    private static void Restart(StatementRun run, IEnumerable<LocalTableEntry> tables)
    {
        foreach (var sequence in tables.SelectMany(table => Sequences.OwnedBy(run.Session.Snapshot, table.Oid)))
        {
            run.Session.Rights.RequireOwner(sequence);
            run.Session.Core.Store.Sequences.Set(sequence, sequence.Range.Start, isCalled: false);
        }
    }

    private static Task TruncateAsync(StatementRun run, TruncateStatement truncate, List<TableHandle> tables)
    {
        WriteCapabilities.Require(Capability.Truncate, Planner.ProfileOf(run.Session.Snapshot, run.Session.Core.Sources, tables[0].Source, run.Session.Identity.Current));
        return RemoteWrites.TruncateAsync(tables, truncate.RestartIdentity, truncate.Behavior == DropBehavior.Cascade, run.ContextWithoutPlan(), run.CancellationToken);
    }
}
