using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.SystemViews;

/// <summary>A dictionary view: its columns, and how its rows are made from the catalog and the running gateway. One view, one file.</summary>
public abstract class SystemView
{
    private TableHandle? _handle;

    public abstract string Schema { get; }

    public abstract string Name { get; }

    /// <summary>Fixed, below 16384; PostgreSQL's own where it has the relation.</summary>
    public abstract long Oid { get; }

    /// <summary>True for what <c>pg_class</c> shows as a table, false for a view.</summary>
    public virtual bool IsTable => false;

    /// <summary>The columns, in order.</summary>
    protected abstract IReadOnlyList<(string Name, SqlType Type)> Columns { get; }

    public TableHandle Handle => _handle ??= new TableHandle(
        TableHandle.SystemSource,
        [Schema, Name],
        $"{Schema}.{Name}",
        Columns.Select(column => new TableColumn(column.Name, column.Name, column.Type, IsNullable: true)).ToEquatableArray(),
        TableOid: Oid);

    /// <summary>Every row, one value per column, as <see cref="ConstantExpression"/> represents values; strings also for numeric.</summary>
    public abstract IEnumerable<object?[]> Rows(SystemViewContext context);

    /// <summary>HANA's booleans.</summary>
    protected static string Word(bool value) => value ? "TRUE" : "FALSE";
}
