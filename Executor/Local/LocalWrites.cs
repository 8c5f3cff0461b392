using System.Globalization;
using System.Text;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>INSERT, UPDATE and DELETE on tables of the store: one statement of the embedded engine whose source is the remainder's query.</summary>
public static class LocalWrites
{
    /// <summary>Runs a statement without RETURNING; the number of rows written.</summary>
    public static async Task<long> ExecuteAsync(BoundStatement statement, StatementContext context, ExecutionFacts facts, CancellationToken cancellationToken)
    {
        var (source, _, _) = PartsOf(statement);
        await using var run = await RemainderRun.OpenAsync(source, context, facts, needsStore: true, cancellationToken);
        var sql = Write(statement, run.Write(), context.EngineDialect);
        await run.StartAsync();
        facts.LocalSql = sql;
        try
        {
            var count = await run.Connection.ExecuteOneAsync(sql, cancellationToken);
            await run.CommitAsync();
            return count;
        }
        catch (GatewayException e)
        {
            throw StoreErrors.Translate(e, TableOf(statement));
        }
    }

    /// <summary>Runs a statement with RETURNING; the returned rows.</summary>
    public static async IAsyncEnumerable<RecordBatch> ReturnAsync(
        BoundStatement statement, StatementContext context, ExecutionFacts facts, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (source, _, returning) = PartsOf(statement);
        await using var run = await RemainderRun.OpenAsync(source, context, facts, needsStore: true, cancellationToken);
        var sql = Write(statement, run.Write(), context.EngineDialect);
        await run.StartAsync();
        await using var rows = run.ReadAsync(sql, ResultSchema.Of(returning.Select(item => item.Column).ToEquatableArray())).GetAsyncEnumerator(cancellationToken);
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
                throw StoreErrors.Translate(e, TableOf(statement));
            }

            yield return rows.Current;
        }
    }

    private static (PlanNode Source, EquatableArray<OutputColumn> RowColumns, EquatableArray<ProjectItem> Returning) PartsOf(BoundStatement statement) => statement switch
    {
        InsertStatement insert => (insert.Source, insert.RowColumns, insert.Returning),
        UpdateStatement update => (update.Source, update.RowColumns, update.Returning),
        DeleteStatement delete => (delete.Source, delete.RowColumns, delete.Returning),
        _ => throw new ArgumentException($"{statement.GetType().Name} writes no local table", nameof(statement)),
    };

    private static TableHandle TableOf(BoundStatement statement) => statement switch
    {
        InsertStatement insert => insert.Table,
        UpdateStatement update => update.Table,
        DeleteStatement delete => delete.Table,
        _ => throw new ArgumentException($"{statement.GetType().Name} writes no local table", nameof(statement)),
    };

    private static string Write(BoundStatement statement, string query, SqlDialect dialect) => statement switch
    {
        InsertStatement insert => Insert(insert, query, dialect) + Returning(insert.Table, insert.RowColumns, insert.Returning, dialect),
        UpdateStatement update => Update(update, query, dialect) + Returning(update.Table, update.RowColumns, update.Returning, dialect),
        DeleteStatement delete =>
            $"DELETE FROM {dialect.TableName(delete.Table)} WHERE {RowId.Name} IN (SELECT s.k FROM ({query}) AS s(k))" + Returning(delete.Table, delete.RowColumns, delete.Returning, dialect),
        _ => throw new ArgumentException($"{statement.GetType().Name} writes no local table", nameof(statement)),
    };

    private static string Insert(InsertStatement insert, string query, SqlDialect dialect)
    {
        var sql = $"INSERT INTO {dialect.TableName(insert.Table)} ({ColumnList(insert.Table, insert.Ordinals, dialect)}) {query}";
        return insert.OnConflict is { } conflict ? sql + OnConflict(insert, conflict, dialect) : sql;
    }

    private static string OnConflict(InsertStatement insert, ConflictAction conflict, SqlDialect dialect)
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

        if (conflict.Where is not null) text.Append(" WHERE ").Append(conflict.Where);
        return Finished(text);
    }

    private static string? Reference(ColumnId id, InsertStatement insert, ConflictAction conflict, SqlDialect dialect)
    {
        for (var i = 0; i < conflict.ExcludedColumns.Count; i++)
            if (conflict.ExcludedColumns[i].Id == id) return "excluded." + dialect.QuoteIdentifier(insert.Table.Columns[i].RemoteName);
        return ColumnReference(id, insert.Table, insert.RowColumns, dialect);
    }

    private static string Update(UpdateStatement update, string query, SqlDialect dialect)
    {
        var sql = new StringBuilder($"UPDATE {dialect.TableName(update.Table)} SET ");
        for (var i = 0; i < update.Ordinals.Count; i++)
        {
            if (i > 0) sql.Append(", ");
            sql.Append(CultureInfo.InvariantCulture, $"{dialect.QuoteIdentifier(update.Table.Columns[update.Ordinals[i]].RemoteName)} = s.v{i}");
        }

        var values = string.Concat(Enumerable.Range(0, update.Ordinals.Count).Select(index => string.Create(CultureInfo.InvariantCulture, $", v{index}")));
        var target = dialect.TableName(update.Table);
        return sql.Append(CultureInfo.InvariantCulture, $" FROM ({query}) AS s(k{values}) WHERE {target}.{RowId.Name} = s.k").ToString();
    }

    private static string Returning(TableHandle table, EquatableArray<OutputColumn> rowColumns, EquatableArray<ProjectItem> items, SqlDialect dialect)
    {
        if (items.IsEmpty) return "";
        var text = new SqlText(dialect, id => ColumnReference(id, table, rowColumns, dialect));
        text.Append(" RETURNING ").AppendList(items.Select(item => item.Expression));
        return Finished(text);
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
