using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>Which tables, columns and data statistics objects a statement means.</summary>
internal static class StatisticsTargets
{
    public static VirtualTableEntry Table(StatementRun run, ObjectName name) => Table(run, run.Session.Snapshot, name);

    public static VirtualTableEntry Table(StatementRun run, CatalogSnapshot snapshot, ObjectName name) => DdlNames.OwnRelation(run.Session, snapshot, name) as VirtualTableEntry
        ?? throw new GatewayException(SqlState.WrongObjectType, $"\"{name.Last.Text}\" is not a virtual table")
        {
            Position = name.Span.Start,
            Hint = "The gateway keeps statistics of local tables by itself.",
        };

    /// <summary>The table's spelling of the names.</summary>
    public static EquatableArray<string> Columns(VirtualTableEntry table, EquatableArray<Identifier> names) => names.Select(name =>
        (table.Columns.FirstOrDefault(column => column.Name == name.Text) ?? table.Columns.FirstOrDefault(column => column.Name.Equals(name.Text, StringComparison.OrdinalIgnoreCase)))?.Name
        ?? throw new GatewayException(SqlState.UndefinedColumn, $"column \"{name.Text}\" of relation \"{table.Name}\" does not exist") { Position = name.Span.Start }).ToEquatableArray();

    public static IReadOnlyList<(VirtualTableEntry Table, DataStatistics Statistics)> Selected(StatementRun run, StatisticsSelection selection, bool mayBeMissing) =>
        Selected(run, run.Session.Snapshot, selection, mayBeMissing);

    /// <param name="mayBeMissing">IF EXISTS: names of nothing are skipped with a notice.</param>
    public static IReadOnlyList<(VirtualTableEntry Table, DataStatistics Statistics)> Selected(StatementRun run, CatalogSnapshot snapshot, StatisticsSelection selection, bool mayBeMissing)
    {
        if (selection.Table is { } tableName)
        {
            if (mayBeMissing && DdlNames.FindRelation(run.Session, snapshot, tableName) is null)
            {
                run.Session.Notice($"relation \"{tableName}\" does not exist, skipping", "00000");
                return [];
            }

            var table = Table(run, snapshot, tableName);
            var columns = Columns(table, selection.Columns);
            return [.. table.DataStatistics.Where(statistics => !selection.NamesNone && HasKind(statistics, selection.Kind) && Matches(statistics, columns, selection.Match)).Select(statistics => (table, statistics))];
        }

        List<(VirtualTableEntry, DataStatistics)> found = [];
        foreach (var name in selection.Names)
        {
            if (Find(run, snapshot, name) is { } named)
            {
                run.Session.Rights.RequireOwner(named.Table);
                found.Add(named);
            }
            else if (mayBeMissing) run.Session.Notice($"statistics \"{name}\" do not exist, skipping", "00000");
            else throw new GatewayException(SqlState.UndefinedObject, $"statistics \"{name}\" do not exist") { Position = name.Span.Start };
        }

        return found;
    }

    private static (VirtualTableEntry Table, DataStatistics Statistics)? Find(StatementRun run, CatalogSnapshot snapshot, ObjectName name)
    {
        var schemas = name.Schema is { } schema ? [schema.Text] : run.Session.SearchPath;
        return schemas.Select(candidate => snapshot.FindSchema(candidate) is { } known ? DataStatisticsChanges.Find(snapshot, known.Name, name.Last.Text) : null).FirstOrDefault(found => found is not null);
    }

    private static bool HasKind(DataStatistics statistics, StatisticsKind? kind) => kind is null || statistics.Type == kind switch
    {
        StatisticsKind.RecordCount => DataStatisticsType.RecordCount,
        StatisticsKind.Simple => DataStatisticsType.Simple,
        StatisticsKind.Histogram => DataStatisticsType.Histogram,
        StatisticsKind.Sample => DataStatisticsType.Sample,
        _ => (DataStatisticsType?)null,
    };

    private static bool Matches(DataStatistics statistics, EquatableArray<string> columns, StatisticsMatch match) => columns.IsEmpty || match switch
    {
        StatisticsMatch.Exact => statistics.Columns == columns,
        StatisticsMatch.Touching => statistics.Columns.Any(columns.Contains),
        _ => !statistics.Columns.IsEmpty && statistics.Columns.All(columns.Contains),
    };
}
