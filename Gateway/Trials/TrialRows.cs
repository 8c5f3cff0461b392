using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Trials;

/// <summary>Rows to try something on: a number for each, and columns of the wanted types.</summary>
/// <param name="Id">Different in every row; null when the rows are a real table's, of which nothing is known.</param>
internal sealed record TrialTable(PlanNode Plan, OutputColumn? Id, IReadOnlyList<OutputColumn> Columns);

/// <summary>
/// Where the rows of a trial come from: constants, which no table need hold and nothing need be written for; where a source takes none, the columns of its own tables.
/// </summary>
/// <param name="tables">The source's tables, when it does not take constants.</param>
internal sealed class TrialRows(ColumnIds ids, IReadOnlyList<VirtualTableEntry>? tables)
{
    public bool AreConstants => tables is null;

    public OutputColumn Column(string name, SqlType type) => new(ids.Next(), name, type);

    /// <summary>Rows with columns of these types; null when there are none.</summary>
    /// <param name="values">In place of the nasty ones, for each column that has any.</param>
    public TrialTable? Of(IReadOnlyList<SqlType> types, IReadOnlyList<IReadOnlyList<object>?>? values = null) => tables is null ? Constants(types, values) : Scan(types);

    /// <summary>Every value with every other one of the next column: seven rows for one column, forty-nine for more.</summary>
    private TrialTable? Constants(IReadOnlyList<SqlType> types, IReadOnlyList<IReadOnlyList<object>?>? values)
    {
        var lists = types.Select((type, i) => values?[i] ?? NastyValues.Of(type)).ToList();
        if (lists.Contains(null)) return null;
        List<object?[]> columns = [.. lists.Select(list => (object?[])[null, .. list!])];
        var id = Column("id", SqlType.Int4);
        var outputs = types.Select((type, i) => Column($"v{i + 1}", type)).ToList();
        var most = columns.Select(list => list.Length).DefaultIfEmpty(1).Max();
        var rows = from shift in Enumerable.Range(0, types.Count > 1 ? most : 1)
                   from index in Enumerable.Range(0, most)
                   select columns.Select((list, i) => new ConstantExpression(list[(index + (shift * i)) % list.Length], types[i]));
        var numbered = rows.Select((row, number) => (EquatableArray<Expression>)[new ConstantExpression(number + 1, SqlType.Int4), .. row]);
        return new TrialTable(new ValuesNode([id, .. outputs], numbered.ToEquatableArray()), id, outputs);
    }

    /// <summary>The smallest table that has them, for it is read whole.</summary>
    private TrialTable? Scan(IReadOnlyList<SqlType> types)
    {
        foreach (var table in tables!.OrderBy(table => table.Handle.Statistics?.RowCount ?? double.MaxValue))
        {
            List<int> ordinals = [];
            foreach (var type in types)
                ordinals.Add(Enumerable.Range(0, table.Columns.Count).FirstOrDefault(ordinal => table.Columns[ordinal].Type.Kind == type.Kind && !ordinals.Contains(ordinal), -1));
            if (ordinals.Contains(-1)) continue;
            var columns = ordinals.Select(ordinal => new ScanColumn(new OutputColumn(ids.Next(), table.Columns[ordinal].Name, table.Columns[ordinal].Type, table.Columns[ordinal].IsNullable), ordinal)).ToList();
            return new TrialTable(new ScanNode(table.Handle, columns.ToEquatableArray()), null, [.. columns.Select(column => column.Column)]);
        }

        return null;
    }
}
