using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>IN, ANY and ALL over a query, and ARRAY(query). The query's columns are named gw_1, gw_2 … to be converted where keys decide.</summary>
internal static class SubquerySql
{
    public static void WriteQuantified(DuckDbDialect dialect, SqlText sql, QuantifiedSubqueryExpression quantified)
    {
        var columns = quantified.Query.Output;
        var isRow = quantified.Values.Count > 1;
        if (isRow && (quantified.Operator, quantified.Quantifier) is not ((ComparisonOperator.Equal, Quantifier.Any) or (ComparisonOperator.NotEqual, Quantifier.All)))
        {
            sql.Refuse(RefusalCode.ConstructNotPushed, "comparing a row with ANY or ALL rows of a query other than by = ANY and <> ALL is not supported");
            return;
        }

        if (isRow)
        {
            WriteRowSearch(dialect, sql, quantified);
            return;
        }

        sql.Append("(");
        ComparisonSql.WriteSide(dialect, sql, quantified.Values[0], columns[0].Type);
        sql.Append(quantified.Operator == ComparisonOperator.Equal && quantified.Quantifier == Quantifier.Any || quantified.Operator == ComparisonOperator.NotEqual && quantified.Quantifier == Quantifier.All
            ? quantified.Quantifier == Quantifier.Any ? " IN (" : " NOT IN ("
            : $" {ExpressionPrinter.Symbol(quantified.Operator)} {(quantified.Quantifier == Quantifier.Any ? "ANY" : "ALL")} (");
        WriteKeyed(dialect, sql, quantified);
        sql.Append("))");
    }

    public static void WriteArray(DuckDbDialect dialect, SqlText sql, ArraySubqueryExpression array)
    {
        // Elements of arrays are numerics without a scale of their own.
        var (type, element) = (array.Query.Output[0].Type, "gw_1");
        if (type.IsDecimal) element = CastTemplates.DecimalText(type).Replace("{0}", element, StringComparison.Ordinal);
        sql.Append($"coalesce((SELECT list({element}) FROM (");
        sql.AppendQuery(array.Query);
        sql.Append($") AS gw_query(gw_1)), CAST([] AS {dialect.TypeName(array.Type)}))");
    }

    /// <summary>
    /// The engine takes rows with a NULL for unequal or unknown as a whole; here each column counts: (1, NULL) is not (2, 'x'), and may be (1, 'x').
    /// </summary>
    private static void WriteRowSearch(DuckDbDialect dialect, SqlText sql, QuantifiedSubqueryExpression quantified)
    {
        var columns = quantified.Query.Output;
        var outer = sql.Columns;
        var isEqual = sql.Capture(text =>
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (i > 0) text.Append(" AND ");
                var (column, name) = (columns[i], string.Create(CultureInfo.InvariantCulture, $"gw_query.gw_{i + 1}"));
                ComparisonSql.WriteSide(dialect, text, quantified.Values[i], column.Type);
                text.Append(" = ");
                text.Columns = id => id == column.Id ? name : outer(id);
                ComparisonSql.WriteSide(dialect, text, new ColumnExpression(column.Id, column.Name, column.Type), quantified.Values[i].Type);
                text.Columns = outer;
            }
        });
        if (quantified.Operator == ComparisonOperator.NotEqual) sql.Append("(NOT ");
        sql.Append($"(SELECT CASE WHEN bool_or({isEqual}) THEN TRUE WHEN count(*) > count({isEqual}) THEN NULL ELSE FALSE END FROM (");
        sql.AppendQuery(quantified.Query);
        sql.Append($") AS gw_query({string.Join(", ", Enumerable.Range(1, columns.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"gw_{i}")))}))");
        if (quantified.Operator == ComparisonOperator.NotEqual) sql.Append(")");
    }

    private static void WriteKeyed(DuckDbDialect dialect, SqlText sql, QuantifiedSubqueryExpression quantified)
    {
        var columns = quantified.Query.Output;
        var names = Enumerable.Range(1, columns.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"gw_{i}")).ToArray();
        var needsKeys = Enumerable.Range(0, columns.Count).Any(i => DuckDbDialect.NeedsKey(columns[i].Type) || DuckDbDialect.NeedsKey(quantified.Values[i].Type)
            || (columns[i].Type.IsDecimal && columns[i].Type != quantified.Values[i].Type));
        if (!needsKeys)
        {
            sql.AppendQuery(quantified.Query);
            return;
        }

        sql.Append("SELECT ");
        var outer = sql.Columns;
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0) sql.Append(", ");
            var (column, name) = (columns[i], names[i]);
            sql.Columns = id => id == column.Id ? name : outer(id);
            ComparisonSql.WriteSide(dialect, sql, new ColumnExpression(column.Id, column.Name, column.Type), quantified.Values[i].Type);
        }

        sql.Columns = outer;
        sql.Append(" FROM (");
        sql.AppendQuery(quantified.Query);
        sql.Append($") AS gw_query({string.Join(", ", names)})");
    }
}
