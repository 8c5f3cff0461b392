using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Changes;

/// <summary>CREATE and DROP PROCEDURE. A schema has one procedure of a name.</summary>
public static class ProcedureChanges
{
    /// <param name="replaces">OR REPLACE: one that is there keeps its number, its owner and what was granted on it.</param>
    /// <param name="make">The entry of an OID.</param>
    public static void Create(CatalogTransaction transaction, string schemaName, string name, bool replaces, Func<long, string, ProcedureEntry> make)
    {
        var schema = SchemaChanges.Target(transaction.Snapshot, schemaName).Name;
        if (transaction.Snapshot.Procedures.Values.FirstOrDefault(procedure => procedure.Schema == schema && procedure.Name == name) is not { } old)
        {
            transaction.Add(make(transaction.NewOid(), schema));
            return;
        }

        if (!replaces) throw new GatewayException(SqlState.DuplicateFunction, $"procedure \"{name}\" already exists in schema \"{schema}\"");
        transaction.Replace(make(old.Oid, schema) with { Owner = old.Owner });
    }

    /// <summary>Drops procedures; the subscriptions and tasks that call them with CASCADE, else 2BP01 says what they are.</summary>
    public static void Drop(CatalogTransaction transaction, IReadOnlyList<ProcedureEntry> procedures, bool cascade)
    {
        var callers = SubscriptionChanges.CallersOf(transaction.Snapshot, procedures).ToList();
        var tasks = TaskChanges.RunnersOf(transaction.Snapshot, procedures).ToList();
        List<string> others = [.. callers.Select(SubscriptionChanges.Describe), .. tasks.Select(TaskChanges.Describe)];
        if (others.Count > 0 && !cascade)
        {
            var what = procedures.Count == 1 ? Describe(procedures[0]) : "the procedures";
            throw new GatewayException(SqlState.DependentObjectsStillExist, $"cannot drop {what} because other objects depend on it")
            {
                Detail = string.Join('\n', others.Select(other => $"{other} depends on {what}")),
                Hint = "Use DROP ... CASCADE to drop the dependent objects too.",
            };
        }

        if (others.Count == 1) transaction.Notices.Add($"drop cascades to {others[0]}");
        else if (others.Count > 1) transaction.Notices.Add($"drop cascades to {others.Count} other objects");
        foreach (var caller in callers) transaction.Remove(caller);
        foreach (var task in tasks) transaction.Remove(task);
        foreach (var procedure in procedures) transaction.Remove(procedure);
    }

    /// <summary>A procedure as messages name it.</summary>
    public static string Describe(ProcedureEntry procedure) => $"procedure {procedure.QualifiedName}";
}
