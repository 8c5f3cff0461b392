using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>MERGE as one statement.</summary>
internal sealed partial class QueryText
{
    private void WriteMerge(MergeStatement merge)
    {
        var block = QueryBlocks.Build(merge.Source);
        var names = merge.Source.Output.Select((_, i) => "v" + Number(i)).ToList();
        _sql.Append($"MERGE INTO {_dialect.TableName(merge.Table)} AS {Target} USING (");
        Write(block, null, null);
        _sql.Append($") AS {Rows}{(names.Count > 0 ? $"({string.Join(", ", names)})" : "")} ON ");
        for (var i = 0; i < names.Count; i++) _rows[merge.Source.Output[i].Id] = ($"{Rows}.{names[i]}", ColumnOrigins.Of(block, merge.Source.Output[i].Id));
        NameRow(merge, Target);
        _sql.Append(merge.Condition);
        foreach (var clause in merge.Clauses) WriteClause(merge.Table, clause);
    }

    private void WriteClause(TableHandle table, MergeClause clause)
    {
        _sql.Append(clause.IsMatched ? " WHEN MATCHED" : " WHEN NOT MATCHED");
        if (clause.Condition is { } condition) _sql.Append(" AND (").Append(condition).Append(")");
        _sql.Append(" THEN ");
        switch (clause.Action)
        {
            case MergeAction.Nothing: _sql.Append("DO NOTHING"); break;
            case MergeAction.Delete: _sql.Append("DELETE"); break;
            case MergeAction.Insert when clause.Ordinals.IsEmpty: _sql.Append("INSERT DEFAULT VALUES"); break;
            case MergeAction.Insert:
                _sql.Append($"INSERT ({ColumnList(table, clause.Ordinals)}) VALUES (");
                WriteList(clause.Ordinals.Count, i => WriteAssigned(clause.Values[i], table.Columns[clause.Ordinals[i]]));
                _sql.Append(")");
                break;
            case MergeAction.Update:
                _sql.Append("UPDATE SET ");
                WriteList(clause.Ordinals.Count, i =>
                {
                    var column = table.Columns[clause.Ordinals[i]];
                    _sql.Append(_dialect.QuoteIdentifier(column.RemoteName)).Append(" = ");
                    WriteAssigned(clause.Values[i], column);
                });
                WriteDefaults(table, clause.DefaultOrdinals, clause.Ordinals.IsEmpty);
                break;
        }
    }

    private void WriteList(int count, Action<int> write)
    {
        for (var i = 0; i < count; i++)
        {
            if (i > 0) _sql.Append(", ");
            write(i);
        }
    }
}
