using System.Globalization;
using System.Text;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>
/// MERGE on a table of the store. The engine has it, but lets several rows change one: the rows are kept, so that the keys among them can be counted before any is
/// written.
/// </summary>
internal static class LocalMerge
{
    private const string Number = "a";
    private const string Key = "k";

    public static string Write(MergeRowsStatement merge, string query, SqlDialect dialect, IChangedRows? changed)
    {
        List<string> values = [.. merge.ValueOrdinals.Select((_, i) => Value(i))];
        var sql = new StringBuilder($"WITH s({string.Join(", ", [Number, Key, .. values])}) AS MATERIALIZED ({query})");
        var changing = string.Join(", ", merge.Changing);
        if (changing.Length > 0) sql.Append(CultureInfo.InvariantCulture, $", d AS (SELECT {Key} FROM s WHERE {Number} IN ({changing}) GROUP BY {Key} HAVING count(*) > 1)");
        sql.Append(CultureInfo.InvariantCulture, $" MERGE INTO {dialect.TableName(merge.Table)} AS t USING (SELECT {string.Join(", ", [Number, KeyOf(merge, changed), .. values])} FROM s{(changing.Length > 0 ? $" WHERE CASE WHEN (SELECT count(*) FROM d) > 0 THEN error('{MergeRowsStatement.SecondTime().Message}') ELSE true END" : "")}) AS s");
        sql.Append(CultureInfo.InvariantCulture, $" ON t.{RowId.Name} = s.{Key}");
        for (var i = 0; i < merge.Clauses.Count; i++) WriteClause(sql, merge, i, dialect);

        // The engine wants a clause also where there is nothing to do; what the rows are is found out all the same.
        if (merge.Clauses.All(clause => clause.Action == MergeAction.Nothing)) sql.Append(" WHEN MATCHED THEN DO NOTHING");
        return sql.ToString();
    }

    // The row id, heard of where the row's clause changes it.
    private static string KeyOf(MergeRowsStatement merge, IChangedRows? changed)
    {
        if (changed is null) return Key;
        if (merge.Clauses.Any(clause => clause.Action == MergeAction.Insert)) changed.Adding(merge.Table);
        var arms = merge.Clauses
            .Select((clause, number) => (clause.Action, clause.Ordinals, Number: number))
            .Where(clause => clause.Action is MergeAction.Update or MergeAction.Delete)
            .Select(clause => string.Create(
                CultureInfo.InvariantCulture,
                $" WHEN {clause.Number} THEN {LocalWrites.Touched(Key, changed.Changing(merge.Table, clause.Action == MergeAction.Delete ? null : clause.Ordinals))}"))
            .ToList();
        return arms.Count == 0 ? Key : $"CASE {Number}{string.Concat(arms)} ELSE {Key} END AS {Key}";
    }

    private static void WriteClause(StringBuilder sql, MergeRowsStatement merge, int number, SqlDialect dialect)
    {
        var clause = merge.Clauses[number];
        string Column(int ordinal) => dialect.QuoteIdentifier(merge.Table.Columns[ordinal].RemoteName);
        string ValueOf(int ordinal) => $"s.{Value(merge.ValueOrdinals.ToList().IndexOf(ordinal))}";
        if (clause.Action == MergeAction.Nothing) return;
        sql.Append(CultureInfo.InvariantCulture, $" WHEN {(clause.IsMatched ? "" : "NOT ")}MATCHED AND s.{Number} = {number} THEN ");
        sql.Append(clause.Action switch
        {
            MergeAction.Delete => "DELETE",
            MergeAction.Update => $"UPDATE SET {string.Join(", ", clause.Ordinals.Select(ordinal => $"{Column(ordinal)} = {ValueOf(ordinal)}"))}",

            // The engine has no INSERT of no columns; one that is not given and has no default gets null anyway.
            MergeAction.Insert when clause.Ordinals.IsEmpty => $"INSERT ({Column(0)}) VALUES (NULL)",
            _ => $"INSERT ({string.Join(", ", clause.Ordinals.Select(Column))}) VALUES ({string.Join(", ", clause.Ordinals.Select(ValueOf))})",
        });
    }

    private static string Value(int index) => string.Create(CultureInfo.InvariantCulture, $"v{index}");
}
