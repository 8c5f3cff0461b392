using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>What EXPLAIN says of a change of a remote table.</summary>
internal static class WriteExplanation
{
    /// <summary>Stands for the temporary table, or the literals, that the rows are sent in.</summary>
    private const string RowsName = "rows";

    public static WriteFacts Of(SessionState session, WritePlan write)
    {
        var change = write.Change;
        var source = change.Source switch
        {
            _ when !write.IsWhole => SentRows(change),
            RemoteNode remote => remote.Fragment,
            var literals => literals,
        };
        var sent = change with { Source = source, Returning = write.ReturnsExactly ? change.Returning : [] };
        if (!write.IsWhole && sent is InsertStatement insert) sent = insert with { DefaultCells = [] };
        var dialect = Planner.ProfileOf(session.Snapshot, session.Core.Sources, change.Table.Source, session.Identity.Current).Dialect;
        IEnumerable<ChangeStatement> statements = sent is MergeRowsStatement merge ? MergeParts.Of(merge, merge.Source) : [sent];
        var sql = string.Join("; ", statements.Select(statement => ChangeWriter.Write(statement, dialect).Sql));
        return new WriteFacts(OperationOf(change), change.Table.DisplayName, change.Table.Source, sql, write.Reason) { ReturnsHere = !write.ReturnsExactly };
    }

    private static ScanNode SentRows(ChangeStatement change)
    {
        var columns = change.Source.Output;
        string NameOf(int i) => change is InsertStatement insert ? change.Table.Columns[insert.Ordinals[i]].Name : columns[i].Name;
        var table = new TableHandle("", [RowsName], RowsName, columns.Select((column, i) => new TableColumn(NameOf(i), NameOf(i), column.Type, IsNullable: true)).ToEquatableArray());
        return new ScanNode(table, columns.Select((column, ordinal) => new ScanColumn(column, ordinal)).ToEquatableArray());
    }

    private static string OperationOf(ChangeStatement change) => change switch { InsertStatement => "Insert", UpdateStatement => "Update", DeleteStatement => "Delete", _ => "Merge" };
}
