using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews;

/// <summary>A relation of <c>pg_catalog</c> or <c>information_schema</c>, with the number, the columns and the kind PostgreSQL 15 gives it.</summary>
/// <param name="columns">As <see cref="ColumnList"/> reads them.</param>
/// <param name="isTable">True for what PostgreSQL keeps as a table.</param>
internal abstract class StandardRelation(string schema, string name, long oid, string columns, bool isTable) : SystemView
{
    public sealed override string Schema => schema;

    public sealed override string Name => name;

    public sealed override long Oid => oid;

    public sealed override bool IsTable => isTable;

    protected sealed override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } = ColumnList.Parse(columns);
}
