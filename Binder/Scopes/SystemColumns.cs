namespace FederationGateway.Binder.Scopes;

/// <summary>Columns every table has without showing them. Of PostgreSQL's there is <c>tableoid</c>: clients look up comments and dependencies by it.</summary>
internal static class SystemColumns
{
    private const string TableOid = "tableoid";

    /// <summary>The system column of that name among the relations, or null. 42702 when several have one.</summary>
    public static ScopeColumn? Find(IEnumerable<ScopeRelation> relations, Ast.Identifier name, TextSpan span)
    {
        if (name.Text != TableOid) return null;
        var tables = relations.Where(relation => relation.Table is { TableOid: > 0 }).Take(2).ToList();
        if (tables.Count > 1) throw new GatewayException(SqlState.AmbiguousColumn, $"column reference \"{name}\" is ambiguous") { Position = span.Start };
        if (tables.Count == 0) return null;
        return tables[0].IsOptional
            ? throw GatewayException.Unsupported("tableoid of a table on the nullable side of an outer join", span)
            : new ScopeColumn(TableOid, new ConstantExpression(tables[0].Table!.TableOid, SqlType.Oid));
    }
}
