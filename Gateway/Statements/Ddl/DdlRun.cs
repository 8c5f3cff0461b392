using FederationGateway.Catalog.Store;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>Runs a change of the catalog in the session's transaction (or one of its own) and passes its notices on.</summary>
internal static class DdlRun
{
    public static ValueTask ChangeAsync(StatementRun run, Action<CatalogTransaction> change) => ChangeAsync(run, catalog =>
    {
        change(catalog);
        return Task.CompletedTask;
    });

    public static async ValueTask ChangeAsync(StatementRun run, Func<CatalogTransaction, Task> change)
    {
        run.Session.RequireWritable("a change of the catalog");
        foreach (var notice in await run.Session.Transaction.ChangeCatalogAsync(change, run.CancellationToken)) run.Session.Notice(notice);
    }
}
