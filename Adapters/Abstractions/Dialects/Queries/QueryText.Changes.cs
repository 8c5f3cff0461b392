using System.Diagnostics;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>INSERT, UPDATE and DELETE.</summary>
internal sealed partial class QueryText
{
    /// <summary>The changed table where it needs a name of its own: tables of queries count from 1.</summary>
    private const string Target = "t0";

    private const string Rows = "s";

    /// <summary>Columns of the row that is written, and of the one that could not be inserted, under the names they have there.</summary>
    private readonly Dictionary<ColumnId, (string Name, TableColumn? Column)> _rows = [];

    public void WriteChange(ChangeStatement change)
    {
        switch (change)
        {
            case InsertStatement insert: WriteInsert(insert); break;
            case UpdateStatement update: WriteUpdate(update); break;
            case DeleteStatement delete: WriteDelete(delete); break;
            case MergeStatement merge: WriteMerge(merge); break;
            default: throw new UnreachableException();
        }

        if (change.Returning.IsEmpty) return;
        if (change.Returning.Any(item => item.Expression.SelfAndDescendants().Any(part => ExpressionWalk.SubqueriesOf(part) is not null)))
            _sql.Refuse(RefusalCode.ConstructNotPushed, "a subquery in RETURNING is not supported");
        _sql.Append(" RETURNING ").AppendList(change.Returning.Select(item => item.Expression));
    }

    /// <summary>
    /// The SELECT of an UPDATE's or DELETE's rows when it reads the table alone, row by row: then its clauses are those of the UPDATE or DELETE. Null when rows have to
    /// be found again by their keys.
    /// </summary>
    public static SelectBlock? DirectBlock(PlanNode source, TableHandle table, EquatableArray<int> keys)
    {
        if (QueryBlocks.Build(source) is not SelectBlock { IsPlain: true, OrderBy.IsEmpty: true, From: TableFrom { Scan: var scan } } block) return null;
        if (scan.Table.Source != table.Source || scan.Table.Path != table.Path) return null;
        for (var i = 0; i < keys.Count; i++)
            if (block.Definitions.ContainsKey(block.Output[i].Id) || scan.Columns.FirstOrDefault(column => column.Column.Id == block.Output[i].Id)?.Ordinal != keys[i]) return null;
        return block;
    }

    private void WriteInsert(InsertStatement insert)
    {
        var alias = insert.OnConflict is { AssignedOrdinals.IsEmpty: false } ? Target : null;
        _sql.Append($"INSERT INTO {_dialect.TableName(insert.Table)}{(alias is null ? "" : $" AS {alias}")} ");
        if (!insert.Ordinals.IsEmpty) _sql.Append($"({ColumnList(insert.Table, insert.Ordinals)}) ");
        if (insert.Source is ValuesNode { Rows.IsEmpty: false } values) WriteInserted(insert, values);
        else WriteInsertedQuery(insert);
        NameRow(insert, alias);
        if (insert.OnConflict is { } conflict) WriteConflict(insert, conflict);
    }

    private void WriteInserted(InsertStatement insert, ValuesNode values)
    {
        if (insert.Ordinals.IsEmpty)
        {
            if (values.Rows.Count > 1) _sql.Refuse(RefusalCode.ConstructNotPushed, "an INSERT of several rows without columns is not sent");
            _sql.Append("DEFAULT VALUES");
            return;
        }

        var defaults = insert.DefaultCells.ToHashSet();
        for (var row = 0; row < values.Rows.Count; row++)
        {
            _sql.Append(row == 0 ? "VALUES (" : ", (");
            for (var i = 0; i < insert.Ordinals.Count; i++)
            {
                if (i > 0) _sql.Append(", ");
                if (defaults.Contains(new DefaultCell(row, i))) _sql.Append("DEFAULT");
                else WriteAssigned(values.Rows[row][i], insert.Table.Columns[insert.Ordinals[i]]);
            }

            _sql.Append(")");
        }
    }

    private void WriteInsertedQuery(InsertStatement insert)
    {
        if (insert.Ordinals.IsEmpty || !insert.DefaultCells.IsEmpty)
        {
            _sql.Refuse(RefusalCode.ConstructNotPushed, "an INSERT of rows without columns is not sent");
            return;
        }

        var columns = insert.Ordinals.Select(ordinal => insert.Table.Columns[ordinal]).ToList();
        if (!columns.Exists(NeedsConversion))
        {
            Write(insert.Source);
            return;
        }

        _sql.Append($"SELECT {string.Join(", ", columns.Select((column, i) => _dialect.AssignedValue($"{Rows}.v{Number(i)}", column)))} FROM ");
        WriteRows(insert.Source, 0, columns.Count);
    }

    private void WriteConflict(InsertStatement insert, ConflictAction conflict)
    {
        var target = conflict.KeyOrdinals.IsEmpty ? "" : $" ({ColumnList(insert.Table, conflict.KeyOrdinals)})";
        _sql.Append($" ON CONFLICT{target} DO ");
        if (conflict.AssignedOrdinals.IsEmpty && conflict.DefaultOrdinals.IsEmpty)
        {
            _sql.Append("NOTHING");
            return;
        }

        for (var i = 0; i < conflict.ExcludedColumns.Count; i++) NameColumn(conflict.ExcludedColumns[i].Id, insert.Table.Columns[i], "excluded");
        _sql.Append("UPDATE SET ");
        for (var i = 0; i < conflict.AssignedOrdinals.Count; i++)
        {
            if (i > 0) _sql.Append(", ");
            var column = insert.Table.Columns[conflict.AssignedOrdinals[i]];
            _sql.Append(_dialect.QuoteIdentifier(column.RemoteName)).Append(" = ");
            WriteAssigned(conflict.AssignedValues[i], column);
        }

        WriteDefaults(insert.Table, conflict.DefaultOrdinals, conflict.AssignedOrdinals.IsEmpty);
        if (conflict.Where is not null) _sql.Append(" WHERE ").Append(conflict.Where);
    }

    private void WriteUpdate(UpdateStatement update)
    {
        if (DirectBlock(update.Source, update.Table, update.KeyOrdinals) is { } block)
        {
            WriteDirect(block, "UPDATE ", update, () => WriteAssignments(update, (i, column) =>
            {
                var value = _sql.Capture(_ => WriteOutput(block, block.Output[update.KeyOrdinals.Count + i]));
                _sql.Append(_dialect.AssignedValue(value, column));
            }));
            return;
        }

        RequireKey(update.KeyOrdinals);
        _sql.Append($"UPDATE {_dialect.TableName(update.Table)} AS {Target}");
        WriteAssignments(update, (i, column) => _sql.Append(_dialect.AssignedValue($"{Rows}.v{Number(i)}", column)));
        _sql.Append(" FROM ");
        WriteRows(update.Source, update.KeyOrdinals.Count, update.Ordinals.Count);
        WriteKeyMatch(update.Table, update.KeyOrdinals);
        NameRow(update, Target);
    }

    private void WriteAssignments(UpdateStatement update, Action<int, TableColumn> writeValue)
    {
        _sql.Append(" SET ");
        for (var i = 0; i < update.Ordinals.Count; i++)
        {
            if (i > 0) _sql.Append(", ");
            var column = update.Table.Columns[update.Ordinals[i]];
            _sql.Append(_dialect.QuoteIdentifier(column.RemoteName)).Append(" = ");
            writeValue(i, column);
        }

        WriteDefaults(update.Table, update.DefaultOrdinals, update.Ordinals.IsEmpty);
    }

    private void WriteDefaults(TableHandle table, EquatableArray<int> ordinals, bool isFirst)
    {
        foreach (var ordinal in ordinals)
        {
            _sql.Append($"{(isFirst ? "" : ", ")}{_dialect.QuoteIdentifier(table.Columns[ordinal].RemoteName)} = DEFAULT");
            isFirst = false;
        }
    }

    private void WriteDelete(DeleteStatement delete)
    {
        if (DirectBlock(delete.Source, delete.Table, delete.KeyOrdinals) is { } block)
        {
            WriteDirect(block, "DELETE FROM ", delete, static () => { });
            return;
        }

        RequireKey(delete.KeyOrdinals);
        _sql.Append($"DELETE FROM {_dialect.TableName(delete.Table)} AS {Target} USING ");
        WriteRows(delete.Source, delete.KeyOrdinals.Count, 0);
        WriteKeyMatch(delete.Table, delete.KeyOrdinals);
        NameRow(delete, Target);
    }

    private void WriteDirect(SelectBlock block, string verb, ChangeStatement change, Action writeAssignments)
    {
        var scope = new QueryScope(block, null);
        Introduce(scope, block.From!, NeedsNoAlias(scope, []));
        var alias = scope.Aliases[block.From!];
        _scope = scope;
        _sql.Append($"{verb}{_dialect.TableName(change.Table)}{(alias is null ? "" : $" AS {alias}")}");
        writeAssignments();
        WriteWhere(block, null);
        _scope = null;
        NameRow(change, alias);
    }

    /// <summary>The source's rows as an item of FROM: keys are k0, k1 …, values v0, v1 …</summary>
    private void WriteRows(PlanNode source, int keys, int values)
    {
        var names = Enumerable.Range(0, keys).Select(i => "k" + Number(i)).Concat(Enumerable.Range(0, values).Select(i => "v" + Number(i)));
        _sql.Append("(");
        Write(source);
        _sql.Append($") AS {Rows}({string.Join(", ", names)})");
    }

    private void WriteKeyMatch(TableHandle table, EquatableArray<int> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            var column = table.Columns[keys[i]];
            var name = $"{Target}.{_dialect.QuoteIdentifier(column.RemoteName)}";
            var key = $"{Rows}.k{Number(i)}";

            // A key of the source's own type finds the row by an index; the same text in another collation has to be told which one.
            var match = NeedsConversion(column) ? $"{name} = {_dialect.AssignedValue(key, column)}" : $"{_dialect.ColumnValue(name, column)} = {key}";
            _sql.Append(i == 0 ? " WHERE " : " AND ").Append(match);
        }
    }

    private void RequireKey(EquatableArray<int> keys)
    {
        if (keys.IsEmpty) _sql.Refuse(RefusalCode.ConstructNotPushed, "the rows cannot be found again without a key");
    }

    private void WriteAssigned(Expression value, TableColumn column) =>
        _sql.Append(_dialect.AssignedValue(_sql.Capture(text => text.Append(value)), column));

    private bool NeedsConversion(TableColumn column) => _dialect.AssignedValue("", column).Length > 0;

    private void NameRow(ChangeStatement change, string? alias)
    {
        for (var i = 0; i < change.RowColumns.Count; i++) NameColumn(change.RowColumns[i].Id, change.Table.Columns[i], alias);
    }

    private void NameColumn(ColumnId id, TableColumn column, string? alias)
    {
        var name = _dialect.QuoteIdentifier(column.RemoteName);
        _rows[id] = (_dialect.ColumnValue(alias is null ? name : $"{alias}.{name}", column), column);
    }

    private string ColumnList(TableHandle table, EquatableArray<int> ordinals) =>
        string.Join(", ", ordinals.Select(ordinal => _dialect.QuoteIdentifier(table.Columns[ordinal].RemoteName)));
}
