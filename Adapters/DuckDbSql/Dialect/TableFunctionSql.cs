using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>A function in FROM as a SELECT that unnests its lists side by side: the shorter ones end in nulls, as ROWS FROM wants it.</summary>
internal static class TableFunctionSql
{
    public static void Write(DuckDbDialect dialect, SqlText sql, TableFunctionNode node, string alias, IReadOnlyList<string> names)
    {
        sql.Append("(");
        if (!TryWriteSeries(sql, node)) WriteLists(dialect, sql, node);
        sql.Append($") AS {alias}({string.Join(", ", names)})");
    }

    private static void WriteLists(DuckDbDialect dialect, SqlText sql, TableFunctionNode node)
    {
        List<(CallExpression Call, string Template)> lists = [];
        foreach (var call in node.Calls)
        {
            if (TableFunctionTemplates.Table.Find(call.Function.Signature) is { } template)
                lists.AddRange(template.Split(TableFunctionTemplates.Separator).Select(list => (call, list)));
            else if (dialect.Functions.Find(call.Function.Signature) is not null) lists.Add((call, ""));
            else
            {
                dialect.Refuse(sql, call.Function);
                return;
            }
        }

        sql.Append("SELECT ");
        for (var i = 0; i < lists.Count; i++)
        {
            if (i > 0) sql.Append(", ");
            sql.Append("unnest(");
            WriteList(dialect, sql, lists[i].Call, lists[i].Template);
            sql.Append(")");
        }

        if (node.WithOrdinality) WriteOrdinality(dialect, sql, lists);
    }

    private static void WriteOrdinality(DuckDbDialect dialect, SqlText sql, List<(CallExpression Call, string Template)> lists)
    {
        sql.Append(", unnest(range(1, 1 + greatest(0");
        foreach (var (call, template) in lists)
        {
            sql.Append(", len(");
            WriteList(dialect, sql, call, template);
            sql.Append(")");
        }

        sql.Append(")))");
    }

    // A function that returns one value is a table of one row.
    private static void WriteList(DuckDbDialect dialect, SqlText sql, CallExpression call, string template)
    {
        if (template.Length == 0) sql.Append("[").Append(call).Append("]");
        else if (template == "{0}") sql.Append(call.Arguments[0]);
        else CallSql.WriteTemplate(dialect, sql, call with { ResultType = SqlType.Void }, template);
    }

    // Long series of constants are streamed, not made as one list.
    private static bool TryWriteSeries(SqlText sql, TableFunctionNode node)
    {
        if (node.Calls.Count != 1 || node.WithOrdinality || node.Calls[0].Function.Name != "generate_series" || !node.Calls[0].Arguments[0].Type.IsInteger) return false;
        var call = node.Calls[0];
        var bounds = call.Arguments.Select(argument => argument is ConstantExpression { Value: int or long } constant ? Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture) : (long?)null).ToArray();
        if (!Array.TrueForAll(bounds, bound => bound is not null) || bounds is [_, _, 0]) return false;
        var type = call.Type.Kind == SqlTypeKind.Int4 ? "INTEGER" : "BIGINT";
        sql.Append(string.Create(CultureInfo.InvariantCulture, $"SELECT CAST(gw_value AS {type}) FROM generate_series(({bounds[0]})::BIGINT, ({bounds[1]})::BIGINT, ({(bounds.Length > 2 ? bounds[2] : 1)})::BIGINT) AS gw_series(gw_value)"));
        return true;
    }
}
