using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Judging;

/// <summary>Which table columns the columns of a fragment are, and what those columns and their tables allow.</summary>
public sealed class SourceColumns
{
    private readonly Dictionary<ColumnId, (TableHandle Table, TableColumn Column)> _columns = [];
    private readonly bool _hasColumnLevel;

    public SourceColumns(PlanNode fragment, CapabilitySet capabilities, DowngradeSet downgrades)
    {
        Downgrades = downgrades;
        _hasColumnLevel = capabilities.Has(Capability.ColumnLevel);
        var tables = new List<TableHandle>();
        foreach (var node in fragment.SelfAndDescendantsDeep().Reverse())
        {
            if (node is ScanNode scan)
            {
                tables.Add(scan.Table);
                foreach (var column in scan.Columns)
                    if (column.Ordinal >= 0) _columns.TryAdd(column.Column.Id, (scan.Table, scan.Table.Columns[column.Ordinal]));
            }

            var items = node switch { ProjectNode project => project.Items, AggregateNode aggregate => aggregate.GroupBy, _ => [] };
            foreach (var item in items)
                if (item.Expression is ColumnExpression passed && _columns.TryGetValue(passed.Id, out var known)) _columns.TryAdd(item.Column.Id, known);
        }

        Capabilities = capabilities.Has(Capability.TableLevel) ? Narrowed(capabilities, tables) : capabilities;
    }

    /// <summary>The source's capabilities, less those one of the tables denies.</summary>
    public CapabilitySet Capabilities { get; }

    /// <summary>What the source was found not to keep.</summary>
    public DowngradeSet Downgrades { get; }

    /// <summary>The table column a column of the fragment is, null when it is computed.</summary>
    public (TableHandle Table, TableColumn Column)? OriginOf(ColumnExpression column) => _columns.TryGetValue(column.Id, out var known) ? known : null;

    public Downgrade? DowngradeOf(ColumnExpression column, string capability) =>
        !Downgrades.IsEmpty && _columns.TryGetValue(column.Id, out var known) ? Downgrades.OfColumn(known.Table.Path, known.Column.RemoteName, capability) : null;

    /// <summary>What the column allows; what it does not mention it allows.</summary>
    public Pushdown Of(ColumnExpression column, string capability)
    {
        if (!_hasColumnLevel || !_columns.TryGetValue(column.Id, out var known)) return Pushdown.Exact;
        foreach (var property in known.Column.Properties)
            if (property.Name.Equals(capability, StringComparison.OrdinalIgnoreCase)) return Parse(property.Value);
        return Pushdown.Exact;
    }

    private static CapabilitySet Narrowed(CapabilitySet capabilities, List<TableHandle> tables)
    {
        const string prefix = "CAP_TABLE_";

        // Hardly any table denies anything, and every condition of every statement comes by here: the copy is made when it is needed.
        Dictionary<string, Pushdown>? entries = null;
        foreach (var table in tables)
        {
            foreach (var property in table.Properties)
            {
                if (!property.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
                var name = "CAP_" + property.Name[prefix.Length..].ToUpperInvariant();
                var allowed = Parse(property.Value);
                if (allowed >= capabilities[name]) continue;
                entries ??= new Dictionary<string, Pushdown>(capabilities.Entries, StringComparer.OrdinalIgnoreCase);
                entries[name] = allowed;
            }
        }

        return entries is null ? capabilities : capabilities.WithEntries(entries);
    }

    private static Pushdown Parse(string value) => value.ToUpperInvariant() switch { "TRUE" or "EXACT" => Pushdown.Exact, "SUPERSET" => Pushdown.Superset, _ => Pushdown.Never };
}
