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
        var oid = new ConstantExpression(tables[0].Table!.TableOid, SqlType.Oid);
        return new ScopeColumn(TableOid, tables[0].IsOptional ? WhereThereIsARow(tables[0], oid, span) : oid);
    }

    private static CaseExpression WhereThereIsARow(ScopeRelation relation, Expression value, TextSpan span) => Witness(relation) is { } witness
        ? new CaseExpression([new CaseBranch(new IsNullExpression(witness.Value, IsNegated: true), value)], Else: null, value.Type)
        : throw GatewayException.Unsupported("tableoid of a table without a NOT NULL column on the nullable side of an outer join", span);

    // A column that is null only where the outer join found no row. Catalogs begin with the OID of what they list, or of what it belongs to.
    private static ScopeColumn? Witness(ScopeRelation relation)
    {
        var columns = relation.Table!.Columns;
        if (columns.Count != relation.Columns.Count) return null;
        for (var i = 0; i < columns.Count; i++)
            if (!columns[i].IsNullable || (i == 0 && relation.Table.Source == TableHandle.SystemSource && columns[i].Type.Kind == SqlTypeKind.Oid)) return relation.Columns[i];
        return null;
    }
}
