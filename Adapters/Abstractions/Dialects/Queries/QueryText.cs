using System.Diagnostics;
using System.Globalization;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>Writes blocks as text, clause by clause, each column by the name it has in the scope where it is used.</summary>
internal sealed partial class QueryText
{
    private readonly SqlDialect _dialect;
    private readonly QueryWriterOptions _options;
    private readonly SqlText _sql;
    private QueryScope? _scope;
    private int _tables;
    private int _queries;

    public QueryText(SqlDialect dialect, QueryWriterOptions options)
    {
        (_dialect, _options) = (dialect, options);
        _sql = new SqlText(dialect, id => Reference(_scope, id) ?? _rows.GetValueOrDefault(id).Name, (_, plan) => Write(QueryBlocks.Build(plan), _scope, null))
        {
            Origins = id => ColumnOrigins.Of(_scope, id) ?? _rows.GetValueOrDefault(id).Column,
        };
    }

    public void Write(PlanNode plan) => Write(QueryBlocks.Build(plan), null, null);

    public WrittenQuery Finish() => new(_sql.ToString(), _sql.Parameters, _sql.Refusal, _sql.IsSuperset);

    private static string NameOf(ColumnId id) => id.ToString();

    /// <param name="aliases">Names for the columns that come out, or null when nobody refers to them by name.</param>
    private void Write(QueryBlock block, QueryScope? parent, IReadOnlyList<string>? aliases)
    {
        switch (block)
        {
            case SelectBlock select: WriteSelect(select, parent, aliases); break;
            case SetBlock set: WriteSet(set, parent); break;
            case ValuesBlock values: WriteValues(values, parent); break;
            case WithBlock with: WriteWith(with, parent, aliases); break;
            default: throw new UnreachableException();
        }
    }

    private void WriteSelect(SelectBlock block, QueryScope? parent, IReadOnlyList<string>? aliases)
    {
        var scope = new QueryScope(block, parent);
        var names = OutputNames(block, aliases);
        foreach (var leaf in block.From?.Leaves ?? []) Introduce(scope, leaf, NeedsNoAlias(scope, names));

        var outer = _scope;
        _scope = scope;
        _sql.Append("SELECT ");
        if (block.IsDistinct) WriteDistinct(block);
        WriteSelectList(block, names);
        if (block.From is { } from)
        {
            _sql.Append(" FROM ");
            WriteFrom(scope, from);
        }

        WriteWhere(block, parent);
        if (block.Aggregate is { } aggregate) WriteGroupBy(aggregate);
        WriteConditions(" HAVING ", block.Having);
        WriteOrderBy(block);
        if (block.Limit is { WithTies: true } && block.OrderBy.All(key => block.IsConstant(key.Expression)))
            _sql.Refuse(RefusalCode.ConstructNotPushed, "WITH TIES of rows in no order is not supported");
        if (block.Limit is { } limit) _dialect.WriteLimit(_sql, limit.Limit, limit.Offset, limit.WithTies);
        _scope = outer;
    }

    /// <summary>ORDER BY takes the names of the select list before those of FROM, so nothing in it may be named by accident.</summary>
    private static string?[] OutputNames(SelectBlock block, IReadOnlyList<string>? aliases) =>
        aliases is not null ? [.. aliases] : [.. block.Output.Select(column => !block.OrderBy.IsEmpty && block.Definitions.ContainsKey(column.Id) ? NameOf(column.Id) : null)];

    /// <summary>True for a query over one table whose column names cannot be taken for anything else.</summary>
    private static bool NeedsNoAlias(QueryScope scope, string?[] names) =>
        scope is { Parent: null, Block: { From: TableFrom table, Semis.Count: 0 } block }
        && !block.Expressions.SelectMany(ExpressionWalk.SelfAndDescendants).Any(node => ExpressionWalk.SubqueriesOf(node) is not null)
        && !table.Scan.Table.Columns.Any(column => names.Contains(column.RemoteName, StringComparer.OrdinalIgnoreCase));

    private void WriteDistinct(SelectBlock block)
    {
        _sql.Append("DISTINCT ");
        if (block.DistinctOn.IsEmpty) return;
        if (!_dialect.HasDistinctOn || block.DistinctOn.Any(block.IsConstant)) _sql.Refuse(RefusalCode.ConstructNotPushed, $"DISTINCT ON is not sent to {_dialect.Name}");
        _sql.Append("ON (");
        for (var i = 0; i < block.DistinctOn.Count; i++)
        {
            if (i > 0) _sql.Append(", ");
            _dialect.WriteDistinctOnKey(_sql, block.DistinctOn[i]);
        }

        _sql.Append(") ");
    }

    private void WriteSelectList(SelectBlock block, string?[] names)
    {
        if (_options.StarForAllColumns && IsWholeTable(block) && names.All(name => name is null))
        {
            _sql.Append("*");
            return;
        }

        if (block.Output.IsEmpty) _sql.Append("1");
        for (var i = 0; i < block.Output.Count; i++)
        {
            if (i > 0) _sql.Append(", ");
            WriteOutput(block, block.Output[i]);
            if (names[i] is { } name) _sql.Append(" AS ").Append(name);
        }
    }

    private void WriteOutput(SelectBlock block, OutputColumn column)
    {
        if (block.Definitions.TryGetValue(column.Id, out var definition)) WriteDefinition(definition);
        else _sql.Append(column.ToExpression());
    }

    private static bool IsWholeTable(SelectBlock block) =>
        block is { From: TableFrom { Scan: var scan }, Definitions.Count: 0, Aggregate: null }
        && scan.Columns.Count == scan.Table.Columns.Count
        && scan.Columns.Select(column => column.Ordinal).SequenceEqual(Enumerable.Range(0, scan.Columns.Count))
        && block.Output == scan.Output;

    private void WriteDefinition(ColumnDefinition definition)
    {
        switch (definition)
        {
            case ExpressionDefinition computed: _sql.Append(computed.Expression); break;
            case AggregateDefinition aggregate:
                RefuseOuterAggregate(aggregate);
                _dialect.WriteAggregate(_sql, aggregate.Call);
                break;
            case WindowDefinition window: _dialect.WriteWindow(_sql, window.Call); break;
            case GroupingDefinition grouping: _dialect.WriteGrouping(_sql, grouping.Keys); break;
            default: throw new UnreachableException();
        }
    }

    /// <summary>How a column is written where <paramref name="scope"/> is the innermost: its name there, or the whole of what computes it.</summary>
    private string? Reference(QueryScope? scope, ColumnId id)
    {
        for (; scope is not null; scope = scope.Parent)
        {
            if (scope.Names.TryGetValue(id, out var name)) return name;
            if (!scope.Block.Definitions.TryGetValue(id, out var definition)) continue;
            var inner = _scope;
            _scope = scope;
            var text = _sql.Capture(_ => WriteDefinition(definition));
            _scope = inner;
            return definition is ExpressionDefinition { IsTrivial: true } || SqlWords.IsClosed(text) ? text : $"({text})";
        }

        return null;
    }

    /// <summary>Gives an item of FROM its alias and its columns their names.</summary>
    private void Introduce(QueryScope scope, FromItem leaf, bool withoutAlias)
    {
        var alias = leaf is DerivedFrom ? "q" + Number(++_queries) : withoutAlias ? null : "t" + Number(++_tables);
        scope.Aliases[leaf] = alias;
        switch (leaf)
        {
            case TableFrom { Scan: var scan }:
                foreach (var column in scan.Columns) scope.Names[column.Column.Id] = ColumnOf(scan, column, alias);
                break;
            case InputFrom { Remote: var remote } input:
                var source = _options.InputOf?.Invoke(remote) ?? throw new InvalidOperationException("this query may not read other fragments");
                scope.Inputs[input] = Hold(source.From);
                NameAll(scope, remote, source.Columns, alias);
                break;
            case CteFrom { Scan: var scan }:
                if (_commonTables.TryGetValue(scan.CteId, out var table)) NameAll(scope, scan, table.Columns, alias);
                else _sql.Refuse(RefusalCode.ConstructNotPushed, $"the common table {scan.Name} is computed elsewhere");
                break;
            case FunctionFrom { Function: var function }: NameAll(scope, function, [.. function.Columns.Select(column => NameOf(column.Id))], alias); break;
            case DerivedFrom { Query.Output: var output }:
                foreach (var column in output) scope.Names[column.Id] = $"{alias}.{NameOf(column.Id)}";
                break;
            default: throw new UnreachableException();
        }
    }

    private string ColumnOf(ScanNode scan, ScanColumn column, string? alias)
    {
        var prefix = alias is null ? "" : alias + ".";
        if (column.Ordinal == RowId.Ordinal) return prefix + _dialect.QuoteIdentifier(RowId.Name);
        var known = scan.Table.Columns[column.Ordinal];
        if (StagedColumn.IsText(known)) return $"CAST({prefix}{_dialect.QuoteIdentifier(known.RemoteName)} AS {_dialect.TypeName(known.Type)})";
        return _dialect.ColumnValue(prefix + _dialect.QuoteIdentifier(known.RemoteName), known);
    }

    private static void NameAll(QueryScope scope, PlanNode node, IReadOnlyList<string> names, string? alias)
    {
        for (var i = 0; i < node.Output.Count; i++) scope.Names[node.Output[i].Id] = $"{alias}.{names[i]}";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private void WriteFrom(QueryScope scope, FromItem item)
    {
        switch (item)
        {
            case TableFrom { Scan.Table: var table }: _sql.Append(_dialect.TableName(table)).Append(scope.Aliases[item] is { } alias ? " " + alias : ""); break;
            case InputFrom input: _sql.Append($"{scope.Inputs[input]} {scope.Aliases[item]}"); break;
            case CteFrom { Scan: var scan }:
                var common = _commonTables.GetValueOrDefault(scan.CteId).Name;
                _readTables.Add(common);
                _sql.Append($"{common} {scope.Aliases[item]}");
                break;
            case FunctionFrom { Function: var function } from:
                if (from.IsLateral) WriteLateral();
                _dialect.WriteTableFunction(_sql, function, scope.Aliases[item]!, [.. function.Columns.Select(column => NameOf(column.Id))]);
                break;
            case DerivedFrom derived: WriteDerived(scope, derived); break;
            case JoinFrom join: WriteJoin(scope, join); break;
            default: throw new UnreachableException();
        }
    }

    private void WriteDerived(QueryScope scope, DerivedFrom derived)
    {
        string[] names = [.. derived.Query.Output.Select(column => NameOf(column.Id))];
        if (derived.IsLateral) WriteLateral();
        _sql.Append("(");
        Write(derived.Query, derived.IsLateral ? scope : scope.Parent, names);
        _sql.Append(") ").Append(scope.Aliases[derived]!);
        if (derived.Query is not SelectBlock && names.Length > 0) _sql.Append($"({string.Join(", ", names)})");
    }

    private void WriteLateral()
    {
        if (!_dialect.HasLateral) _sql.Refuse(RefusalCode.ConstructNotPushed, $"LATERAL is not sent to {_dialect.Name}");
        _sql.Append("LATERAL ");
    }

    private void WriteJoin(QueryScope scope, JoinFrom join)
    {
        var conditions = join.On.Where(IsWritten).ToList();
        var isCross = conditions.Count == 0 && join.Kind is JoinKind.Inner or JoinKind.Cross;
        WriteFrom(scope, join.Left);
        _sql.Append(join.Kind switch
        {
            _ when isCross => " CROSS JOIN ",
            JoinKind.Inner or JoinKind.Cross => " JOIN ",
            JoinKind.Left => " LEFT JOIN ",
            JoinKind.Right => " RIGHT JOIN ",
            JoinKind.Full => " FULL JOIN ",
            _ => throw new UnreachableException(),
        });
        if (join.Right is JoinFrom) _sql.Append("(");
        WriteFrom(scope, join.Right);
        if (join.Right is JoinFrom) _sql.Append(")");
        if (isCross) return;
        _sql.Append(" ON ");
        if (conditions.Count == 0) _sql.Append(ConstantExpression.True);
        else _sql.AppendList(conditions, " AND ");
    }

    private void WriteWhere(SelectBlock block, QueryScope? parent)
    {
        var isFirst = !WriteConditions(" WHERE ", block.Where);
        foreach (var semi in block.Semis)
        {
            _sql.Append(isFirst ? " WHERE " : " AND ").Append(semi.IsNegated ? "NOT EXISTS (" : "EXISTS (");
            Write(semi.Query, _scope, null);
            _sql.Append(")");
            isFirst = false;
        }

        if (parent is null && _options.Condition is { } condition) _sql.Append(isFirst ? " WHERE " : " AND ").Append($"({condition})");
    }

    private bool WriteConditions(string keyword, List<Expression> conditions)
    {
        var written = conditions.Where(IsWritten).ToList();
        if (written.Count > 0) _sql.Append(keyword).AppendList(written, " AND ");
        return written.Count > 0;
    }

    /// <summary>A dynamic filter is nothing until its keys are there.</summary>
    private static bool IsWritten(Expression condition) => condition is not (ConstantExpression { Value: true } or DynamicFilterExpression);

    private void WriteGroupBy(AggregateNode aggregate)
    {
        if (!aggregate.GroupingSets.IsEmpty)
        {
            _sql.Append(" GROUP BY GROUPING SETS (");
            for (var i = 0; i < aggregate.GroupingSets.Count; i++)
                _sql.Append(i > 0 ? ", (" : "(").AppendList(aggregate.GroupingSets[i].Select(index => aggregate.GroupBy[index].Expression)).Append(")");
            _sql.Append(")");
        }
        else if (!aggregate.GroupBy.IsEmpty) _sql.Append(" GROUP BY ").AppendList(aggregate.GroupBy.Select(item => item.Expression));
        else if (!IsAggregateWritten(_scope!.Block)) _sql.Append(" GROUP BY ()");
    }

    /// <summary>An aggregate that reads columns of enclosing queries only is, as text, an aggregate of the nearest of those.</summary>
    private void RefuseOuterAggregate(AggregateDefinition aggregate)
    {
        // Constants are written in the place of their columns, and one of no columns at all belongs where it is written.
        var own = _scope!;
        var columns = aggregate.Expressions.SelectMany(ExpressionWalk.Columns).Where(column => !own.Block.IsConstant(column)).ToList();
        if (columns.Count > 0 && own.Parent is not null && !columns.Any(column => own.Names.ContainsKey(column.Id) || own.Block.Definitions.ContainsKey(column.Id)))
            _sql.Refuse(RefusalCode.ConstructNotPushed, "an aggregate of an enclosing query's columns inside a query is not supported");
    }

    /// <summary>Without GROUP BY only an aggregate in sight makes the SELECT one group.</summary>
    private static bool IsAggregateWritten(SelectBlock block)
    {
        bool IsAggregate(ColumnId id) => block.Definitions.GetValueOrDefault(id) is { } definition
            && (definition is AggregateDefinition || definition.Expressions.SelectMany(ExpressionWalk.Columns).Any(column => IsAggregate(column.Id)));
        return block.Output.Any(column => IsAggregate(column.Id))
            || block.Having.SelectMany(ExpressionWalk.Columns).Any(column => IsAggregate(column.Id));
    }

    private void WriteOrderBy(SelectBlock block)
    {
        // A literal would be the position of a column, and orders nothing.
        var keys = block.OrderBy.Where(key => !block.IsConstant(key.Expression)).ToList();
        for (var i = 0; i < keys.Count; i++)
        {
            _sql.Append(i == 0 ? " ORDER BY " : ", ");
            _dialect.WriteSortKey(_sql, keys[i]);
        }
    }

    private void WriteSet(SetBlock set, QueryScope? parent)
    {
        var name = set.Node.Kind.ToString().ToUpperInvariant();
        for (var i = 0; i < set.Branches.Count; i++)
        {
            if (i > 0) _sql.Append($" {name} {(set.Node.IsAll ? "ALL " : "")}");
            WriteBranch(set.Branches[i], parent);
        }
    }

    private void WriteBranch(QueryBlock branch, QueryScope? parent)
    {
        var isSimple = branch is SelectBlock { OrderBy.IsEmpty: true, Limit: null };
        if (!isSimple) _sql.Append("(");
        Write(branch, parent, null);
        if (!isSimple) _sql.Append(")");
    }

    private void WriteValues(ValuesBlock values, QueryScope? parent)
    {
        var outer = _scope;
        _scope = parent;
        _sql.Append("VALUES ");
        for (var i = 0; i < values.Node.Rows.Count; i++)
        {
            _sql.Append(i > 0 ? ", (" : "(");
            if (values.Node.Columns.IsEmpty) _sql.Append("1");
            else _sql.AppendList(values.Node.Rows[i]);
            _sql.Append(")");
        }

        _scope = outer;
    }
}
