using System.Globalization;
using System.Text;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>INSERT, UPDATE, DELETE and MERGE on tables of the store: one statement of the embedded engine whose source is the remainder's query.</summary>
public static class LocalWrites
{
    /// <summary>Runs a statement without RETURNING; the number of rows written.</summary>
    public static async Task<long> ExecuteAsync(ChangeStatement statement, StatementContext context, ExecutionFacts facts, CancellationToken cancellationToken)
    {
        await using var run = await RemainderRun.OpenAsync(statement.Source, context with { Counted = statement.Source as RemoteNode ?? context.Counted }, facts, needsStore: true, cancellationToken);
        var sql = await PrepareAsync(WrittenExpressions.In(statement, context.Parameters), run, context, cancellationToken);
        facts.LocalSql = sql;
        try
        {
            var count = await run.Connection.ExecuteOneAsync(sql, cancellationToken);
            await run.CommitAsync();
            return count;
        }
        catch (GatewayException e)
        {
            throw StoreErrors.Translate(e, statement.Table, context.HidesData);
        }
    }

    /// <summary>Runs a statement with RETURNING; the returned rows.</summary>
    public static async IAsyncEnumerable<RecordBatch> ReturnAsync(
        ChangeStatement statement, StatementContext context, ExecutionFacts facts, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var run = await RemainderRun.OpenAsync(statement.Source, context, facts, needsStore: true, cancellationToken);
        var sql = await PrepareAsync(WrittenExpressions.In(statement, context.Parameters), run, context, cancellationToken);
        await using var rows = run.ReadAsync(sql, ResultSchema.Of(statement.Returning.Select(item => item.Column).ToEquatableArray())).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await rows.MoveNextAsync())
                {
                    await run.CommitAsync();
                    break;
                }
            }
            catch (GatewayException e)
            {
                throw StoreErrors.Translate(e, statement.Table, context.HidesData);
            }

            yield return rows.Current;
        }
    }

    /// <summary>Starts reading the sources and returns the engine's statement, which may read its rows from where they have been kept.</summary>
    private static async Task<string> PrepareAsync(ChangeStatement statement, RemainderRun run, StatementContext context, CancellationToken cancellationToken)
    {
        var query = run.Write();
        await run.StartAsync();
        if (!EqualValues.AreAssigned(statement)) return Write(statement, query, context.EngineDialect, context.ChangedRows);
        await run.BeginAsync();
        await run.Connection.ExecuteAsync(EqualValues.Stage(statement, query), cancellationToken);
        foreach (var sql in EqualValues.Clear(statement, context.EngineDialect)) await run.Connection.ExecuteAsync(sql, cancellationToken);
        return Write(statement, EqualValues.Query, context.EngineDialect, context.ChangedRows);
    }

    /// <summary>The engine's statement that removes all rows.</summary>
    public static string DeleteAll(TableHandle table, SqlDialect dialect, IChangedRows? changed) =>
        $"DELETE FROM {dialect.TableName(table)}" + (changed is null ? "" : $" WHERE {Touched(RowId.Name, changed.Changing(table, assigned: null))} IS NOT NULL");

    private static string Write(ChangeStatement statement, string query, SqlDialect dialect, IChangedRows? changed) => Returning(statement, dialect, statement switch
    {
        InsertStatement insert => Insert(insert, query, dialect, changed),
        UpdateStatement update => Update(update, query, dialect, changed),
        DeleteStatement delete => $"DELETE FROM {dialect.TableName(delete.Table)} WHERE {RowId.Name} IN (SELECT {Touched("s.k", changed?.Changing(delete.Table, assigned: null))} FROM ({query}) AS s(k))",
        MergeRowsStatement merge => LocalMerge.Write(merge, query, dialect, changed),
        _ => throw new ArgumentException($"{statement.GetType().Name} writes no local table", nameof(statement)),
    });

    /// <summary>A row id that is put into the set as it passes.</summary>
    internal static string Touched(string rowId, TouchedRows? rows) =>
        rows is null ? rowId : string.Create(CultureInfo.InvariantCulture, $"{TouchedRows.FunctionName}({rows.Number}, {rowId})");

    private static string Insert(InsertStatement insert, string query, SqlDialect dialect, IChangedRows? changed)
    {
        changed?.Adding(insert.Table);

        // The engine has no INSERT of no columns; one that is not given and has no default gets null anyway.
        var sql = insert.Ordinals.IsEmpty
            ? $"INSERT INTO {dialect.TableName(insert.Table)} ({ColumnList(insert.Table, [0], dialect)}) SELECT NULL FROM ({query})"
            : $"INSERT INTO {dialect.TableName(insert.Table)} ({ColumnList(insert.Table, insert.Ordinals, dialect)}) {OnceAKey(insert, query)}";
        return insert.OnConflict is { } conflict ? sql + OnConflict(insert, conflict, dialect, changed) : sql;
    }

    /// <summary>
    /// The rows, unless two of them have the key that DO UPDATE goes by: of such the engine takes the first alone, where the second is an error. A row that its WHERE leaves as
    /// it is could be met again in PostgreSQL; that is an error here too.
    /// </summary>
    private static string OnceAKey(InsertStatement insert, string query)
    {
        if (insert.OnConflict is not { AssignedOrdinals.IsEmpty: false } conflict) return query;
        var columns = string.Join(", ", insert.Ordinals.Select((_, i) => Number(i)));
        List<string> keys = [.. conflict.KeyOrdinals.Where(insert.Ordinals.Contains).Select(ordinal => Number(insert.Ordinals.ToList().IndexOf(ordinal)))];

        // A column of the key that no row gives is null in all, and nulls are no conflict.
        if (keys.Count < conflict.KeyOrdinals.Count) return query;
        return $"WITH s({columns}) AS MATERIALIZED ({query}), d AS (SELECT 1 FROM s WHERE {string.Join(" AND ", keys.Select(key => $"{key} IS NOT NULL"))} GROUP BY {string.Join(", ", keys)} HAVING count(*) > 1) "
            + $"SELECT * FROM s WHERE CASE WHEN (SELECT count(*) FROM d) > 0 THEN error('{ConflictAction.SecondTimeMessage}') ELSE true END";

        static string Number(int index) => string.Create(CultureInfo.InvariantCulture, $"v{index}");
    }

    private static string OnConflict(InsertStatement insert, ConflictAction conflict, SqlDialect dialect, IChangedRows? changed)
    {
        var target = conflict.KeyOrdinals.IsEmpty ? "" : $" ({ColumnList(insert.Table, conflict.KeyOrdinals, dialect)})";
        if (conflict.AssignedOrdinals.IsEmpty) return $" ON CONFLICT{target} DO NOTHING";
        var text = new SqlText(dialect, id => Reference(id, insert, conflict, dialect));
        text.Append($" ON CONFLICT{target} DO UPDATE SET ");
        for (var i = 0; i < conflict.AssignedOrdinals.Count; i++)
        {
            if (i > 0) text.Append(", ");
            text.Append(dialect.QuoteIdentifier(insert.Table.Columns[conflict.AssignedOrdinals[i]].RemoteName)).Append(" = ").Append(conflict.AssignedValues[i]);
        }

        // A row whose key is assigned is written anew, also where the engine finds the new values equal.
        var key = conflict.KeyOrdinals[0];
        if (!conflict.AssignedOrdinals.Contains(key) && conflict.AssignedOrdinals.Any(ordinal => EqualValues.Exist(insert.Table.Columns[ordinal].Type)))
        {
            var name = dialect.QuoteIdentifier(insert.Table.Columns[key].RemoteName);
            text.Append($", {name} = {name}");
        }

        if (conflict.Where is null && changed is null) return Finished(text);

        // Only rows that are changed may be heard of, so the order of the two conditions matters.
        text.Append(" WHERE ");
        if (changed is null) text.Append(conflict.Where!);
        else
        {
            var touched = Touched($"{dialect.QuoteIdentifier(insert.Table.Path[^1])}.{RowId.Name}", changed.Changing(insert.Table, conflict.AssignedOrdinals));
            if (conflict.Where is null) text.Append($"{touched} IS NOT NULL");
            else text.Append("CASE WHEN ").Append(conflict.Where).Append($" THEN {touched} IS NOT NULL ELSE false END");
        }

        return Finished(text);
    }

    private static string? Reference(ColumnId id, InsertStatement insert, ConflictAction conflict, SqlDialect dialect)
    {
        for (var i = 0; i < conflict.ExcludedColumns.Count; i++)
            if (conflict.ExcludedColumns[i].Id == id) return "excluded." + dialect.QuoteIdentifier(insert.Table.Columns[i].RemoteName);
        return ColumnReference(id, insert.Table, insert.RowColumns, dialect);
    }

    private static string Update(UpdateStatement update, string query, SqlDialect dialect, IChangedRows? changed)
    {
        var sql = new StringBuilder($"UPDATE {dialect.TableName(update.Table)} SET ");
        for (var i = 0; i < update.Ordinals.Count; i++)
        {
            if (i > 0) sql.Append(", ");
            sql.Append(CultureInfo.InvariantCulture, $"{dialect.QuoteIdentifier(update.Table.Columns[update.Ordinals[i]].RemoteName)} = s.v{i}");
        }

        var values = string.Concat(Enumerable.Range(0, update.Ordinals.Count).Select(index => string.Create(CultureInfo.InvariantCulture, $", v{index}")));
        var target = dialect.TableName(update.Table);
        if (changed is not null) query = $"SELECT {Touched("q.k", changed.Changing(update.Table, update.Ordinals))}{values} FROM ({query}) AS q(k{values})";
        return sql.Append(CultureInfo.InvariantCulture, $" FROM ({query}) AS s(k{values}) WHERE {target}.{RowId.Name} = s.k").ToString();
    }

    private static string Returning(ChangeStatement statement, SqlDialect dialect, string sql)
    {
        if (statement.Returning.IsEmpty) return sql;
        var text = new SqlText(dialect, id => ColumnReference(id, statement.Table, statement.RowColumns, dialect));
        text.Append(" RETURNING ").AppendList(statement.Returning.Select(item => item.Expression));
        return sql + Finished(text);
    }

    private static string? ColumnReference(ColumnId id, TableHandle table, EquatableArray<OutputColumn> rowColumns, SqlDialect dialect)
    {
        for (var i = 0; i < rowColumns.Count; i++)
            if (rowColumns[i].Id == id) return dialect.QuoteIdentifier(table.Columns[i].RemoteName);
        return null;
    }

    private static string ColumnList(TableHandle table, EquatableArray<int> ordinals, SqlDialect dialect) =>
        string.Join(", ", ordinals.Select(ordinal => dialect.QuoteIdentifier(table.Columns[ordinal].RemoteName)));

    private static string Finished(SqlText text) =>
        text.Refusal is { } refusal ? throw new GatewayException(SqlState.FeatureNotSupported, refusal.Message) { Hint = refusal.Hint } : text.ToString();
}
