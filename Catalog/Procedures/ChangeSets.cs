using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog;

/// <summary>
/// The table of changes that a procedure reads while a remote subscription calls it: a temporary one of the connection, with the procedure's columns. Its first columns are a change's type, time and sequence.
/// </summary>
public static class ChangeSets
{
    /// <summary>The type, the time and the sequence of a change.</summary>
    public const int LeadingColumns = 3;

    /// <summary>The table that statements read which no procedure gives another one.</summary>
    public static ProcedureParameter Parameter(IEnumerable<ProcedureColumn> columns) => new("changes", Type: null)
    {
        Columns = [new ProcedureColumn("change_type", SqlType.VarChar(2)), new ProcedureColumn("change_time", SqlType.Timestamp), new ProcedureColumn("change_sequence", SqlType.Int8), .. columns],
    };

    /// <param name="caller">The OID of the subscription; 0 while there is none.</param>
    public static LocalTableEntry TableOf(ProcedureEntry procedure, long caller) => TableOf(procedure.Schema, procedure.Name, procedure.Table ?? throw new GatewayException(SqlState.InvalidObjectDefinition, $"procedure \"{procedure.Name}\" takes no table") { Hint = "Its changes go to a parameter such as IN changes TABLE (change_type CHAR(1), change_time TIMESTAMP, change_sequence BIGINT, …)." }, caller);

    public static LocalTableEntry TableOf(string schema, string name, ProcedureParameter parameter, long caller)
    {
        var handle = new TableHandle(
            TableHandle.LocalSource, ["temp", "main", string.Create(CultureInfo.InvariantCulture, $"changes_{caller}")], parameter.Name,
            parameter.Columns.Select((column, i) => new TableColumn(column.Name, ColumnName(i), column.Type, IsNullable: true)).ToEquatableArray());
        return new LocalTableEntry(0, schema, name, handle);
    }

    public static string ColumnName(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"c{ordinal + 1}");

    /// <summary>Where the changes of a subscription go: a table, or what a procedure reads. Null when it is gone.</summary>
    public static LocalTableEntry? TargetOf(CatalogSnapshot snapshot, SubscriptionEntry subscription) => subscription.Target switch
    {
        { Kind: TargetKind.Table, Object: { } oid } => snapshot.RelationsByOid.GetValueOrDefault(oid) as LocalTableEntry,
        { Kind: TargetKind.Task, Object: { } oid } when snapshot.Tasks.GetValueOrDefault(oid) is { } task && ProcedureOf(snapshot, task) is { } run => TableOf(run, subscription.Oid) with { Schema = task.Schema, Name = task.Name },
        _ => ProcedureOf(snapshot, subscription) is { } procedure ? TableOf(procedure, subscription.Oid) : null,
    };

    /// <summary>The procedure, or the statements, that get the changes of a subscription; null for none, and when they are gone.</summary>
    public static ProcedureEntry? ProcedureOf(CatalogSnapshot snapshot, SubscriptionEntry subscription) => subscription.Target switch
    {
        { Statements: { } statements } => OwnedBy(subscription.Owner, statements),
        { Kind: TargetKind.Procedure, Object: { } oid } => snapshot.Procedures.GetValueOrDefault(oid),
        { Kind: TargetKind.Task, Object: { } oid } when snapshot.Tasks.GetValueOrDefault(oid) is { } task => ProcedureOf(snapshot, task),
        _ => null,
    };

    /// <summary>The procedure, or the statements, that a task runs; null for a replication task, and when they are gone.</summary>
    public static ProcedureEntry? ProcedureOf(CatalogSnapshot snapshot, TaskEntry task) => task switch
    {
        { Statements: { } statements } => OwnedBy(task.Owner, statements),
        { Procedure: { } oid } => snapshot.Procedures.GetValueOrDefault(oid),
        _ => null,
    };

    private static ProcedureEntry OwnedBy(string owner, ProcedureEntry statements) => statements.Owner == owner ? statements : statements with { Owner = owner };
}
