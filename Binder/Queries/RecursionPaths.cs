using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>
/// SEARCH and CYCLE of a recursive table, as PostgreSQL rewrites them: columns that grow along the recursion, which the recursive term cannot name.
/// <code>
/// SEARCH DEPTH FIRST BY a SET s      s: the rows (a) from the start to here
/// SEARCH BREADTH FIRST BY a SET s    s: (steps from the start, a)
/// CYCLE a SET m USING p              p: the rows (a) from the start to here; m: whether this one was there before, and then nothing follows
/// </code>
/// Rows are texts here; beside each text goes its key, which orders and finds it (<see cref="RowKeys"/>).
/// </summary>
internal sealed class RecursionPaths
{
    private static readonly SqlType Texts = SqlType.ArrayOf(SqlTypeKind.Text);
    private static readonly SqlType Keys = SqlType.ArrayOf(SqlTypeKind.Bytea);

    private readonly Ast.CommonTable _table;
    private readonly StatementState _state;
    private readonly int[] _searched = [];
    private readonly int[] _cycled = [];
    private readonly Expression? _mark;
    private readonly Expression? _noMark;

    private RecursionPaths(Ast.CommonTable table, EquatableArray<OutputColumn> columns, Scope scope)
    {
        var state = scope.State;
        (_table, _state) = (table, state);
        if (table.Search is { } search)
        {
            _searched = Find(search.By, columns, "search");
            RequireNew(search.Sequence, columns, "search sequence");
        }

        if (table.Cycle is not { } cycle) return;
        _cycled = Find(cycle.Columns, columns, "cycle");
        RequireNew(cycle.Mark, columns, "cycle mark");
        RequireNew(cycle.Path, columns, "cycle path");
        if (cycle.Mark.Text == cycle.Path.Text) throw Invalid("cycle mark column name and cycle path column name are the same", cycle.Path.Span);
        if (table.Search is { } both && (both.Sequence.Text == cycle.Mark.Text || both.Sequence.Text == cycle.Path.Text))
            throw Invalid($"search sequence column name and cycle {(both.Sequence.Text == cycle.Mark.Text ? "mark" : "path")} column name are the same", both.Sequence.Span);
        var marks = state.Coercion.Unify([Mark(cycle.MarkValue, true, scope), Mark(cycle.MarkDefault, false, scope)], "CYCLE", out var type, cycle.Span.Start);
        SortKeys.RequireEquality(type, cycle.Span);
        (_mark, _noMark) = (marks[0], marks[1]);
    }

    /// <summary>Null for a table without either clause.</summary>
    public static RecursionPaths? Of(Ast.CommonTable table, EquatableArray<OutputColumn> columns, Scope scope) =>
        table.Search is null && table.Cycle is null ? null : new RecursionPaths(table, columns, scope);

    /// <summary>42601 for a table that has one of the clauses and does not refer to itself.</summary>
    public static void RequireNone(Ast.CommonTable table)
    {
        if (table.Search is null && table.Cycle is null) return;
        throw Invalid("WITH query is not recursive", table.Search?.Span ?? table.Cycle!.Span);
    }

    /// <summary>The columns the table has besides its own, as the recursion carries them.</summary>
    public EquatableArray<OutputColumn> Columns =>
    [
        .. _table.Search is { BreadthFirst: true } ? [Column("depth", SqlType.Int8), Column("row", SqlType.Text), Column("key", SqlType.Bytea)] : Array.Empty<OutputColumn>(),
        .. _table.Search is { BreadthFirst: false } ? [Column("rows", Texts), Column("keys", Keys)] : Array.Empty<OutputColumn>(),
        .. _table.Cycle is null ? [] : new[] { Column("mark", _mark!.Type), Column("rows", Texts), Column("keys", Keys) },
    ];

    /// <summary>The first term with the columns' first values.</summary>
    public PlanNode Start(PlanNode first) => WithValues(first, first.Output, null);

    /// <summary>The recursive term with the values that follow from those of the rows it reads, and without what follows a cycle.</summary>
    public PlanNode Continue(PlanNode next, int cteId)
    {
        var scan = next.SelfAndDescendants().OfType<CteScanNode>().First(node => node.CteId == cteId);
        EquatableArray<OutputColumn> before = [.. scan.Columns.AsSpan()[^Columns.Count..]];
        if (next is not ProjectNode project || !before.All(column => project.Input.Output.Any(output => output.Id == column.Id)))
        {
            throw new GatewayException(SqlState.FeatureNotSupported,
                $"with a SEARCH or CYCLE clause, the recursive reference to WITH query \"{_table.Name}\" must be at the top level of its right-hand SELECT") { Position = _table.Name.Span.Start };
        }

        var input = project.Input;
        if (_mark is not null) input = new FilterNode(input, new ComparisonExpression(ComparisonOperator.NotEqual, before[before.Count - 3].ToExpression(), _mark));
        var passed = before.Select(column => new ProjectItem(_state.NewColumn(column.Name, column.Type, column.IsNullable), column.ToExpression())).ToArray();
        var values = new ProjectNode(input, [.. project.Items, .. passed]);
        return WithValues(values, project.Output, [.. passed.Select(item => item.Column)]);
    }

    /// <summary>What queries see of the columns a scan of the table reads.</summary>
    public IEnumerable<ScopeColumn> View(EquatableArray<OutputColumn> scanned)
    {
        var own = scanned.Count - Columns.Count;
        for (var i = 0; i < own; i++) yield return ScopeColumn.Of(scanned[i]);
        if (_table.Search is { BreadthFirst: true } breadth)
            yield return new ScopeColumn(breadth.Sequence.Text, RowKeys.Keyed(scanned[own + 1].ToExpression(), scanned[own + 2].ToExpression(), new SqlType(SqlTypeKind.Record)));
        if (_table.Search is { BreadthFirst: false } depth) yield return new ScopeColumn(depth.Sequence.Text, Rows(scanned[own], scanned[own + 1]));
        if (_table.Cycle is not { } cycle) yield break;
        yield return new ScopeColumn(cycle.Mark.Text, scanned[scanned.Count - 3].ToExpression());
        yield return new ScopeColumn(cycle.Path.Text, Rows(scanned[scanned.Count - 2], scanned[scanned.Count - 1]));
    }

    private static CallExpression Rows(OutputColumn texts, OutputColumn keys) => RowKeys.Keyed(texts.ToExpression(), keys.ToExpression(), SqlType.ArrayOf(SqlTypeKind.Record));

    /// <summary>The rows' own columns, then the values: of a first row, or of one reached from <paramref name="before"/>.</summary>
    private ProjectNode WithValues(PlanNode rows, EquatableArray<OutputColumn> own, EquatableArray<OutputColumn>? before)
    {
        EquatableArray<Expression> Items(int[] indexes) => indexes.Select(index => (Expression)own[index].ToExpression()).ToEquatableArray();
        var values = new List<Expression>();
        Expression? Before(int fromEnd) => before is { } columns ? columns[columns.Count - fromEnd].ToExpression() : null;

        if (_table.Search is { } search)
        {
            var behind = _table.Cycle is null ? 0 : 3;
            if (search.BreadthFirst)
            {
                Expression depth = Before(behind + 3) is { } steps ? new ArithmeticExpression(ArithmeticOperator.Add, steps, One, SqlType.Int8) : Zero;
                EquatableArray<Expression> row = [depth, .. Items(_searched)];
                values.AddRange([depth, TextOf(row), RowKeys.Of(row)]);
            }
            else values.AddRange(Path(Items(_searched), Before(behind + 2), Before(behind + 1)));
        }

        if (_table.Cycle is not null)
        {
            var row = Items(_cycled);
            values.Add(Before(1) is { } keys
                ? new CaseExpression([new CaseBranch(new QuantifiedArrayExpression(RowKeys.Of(row), ComparisonOperator.Equal, Quantifier.Any, keys), _mark!)], _noMark, _mark!.Type)
                : _noMark!);
            values.AddRange(Path(row, Before(2), Before(1)));
        }

        return new ProjectNode(rows, [.. own.Select(ProjectItem.Pass), .. Columns.Zip(values, (column, value) => new ProjectItem(column, value))]);
    }

    private IEnumerable<Expression> Path(EquatableArray<Expression> row, Expression? texts, Expression? keys)
    {
        var (text, key) = (TextOf(row), (Expression)RowKeys.Of(row));
        return texts is null || keys is null
            ? [new ArrayExpression([text], Texts), new ArrayExpression([key], Keys)]
            : [_state.Functions.Call("array_append", [texts, text]), _state.Functions.Call("array_append", [keys, key])];
    }

    private OutputColumn Column(string name, SqlType type) => _state.NewColumn(name, type, false);

    private static CastExpression TextOf(EquatableArray<Expression> row) => new CastExpression(new RowExpression(row), SqlType.Text, IsExplicit: true);

    private static ConstantExpression Zero => new(0L, SqlType.Int8);

    private static ConstantExpression One => new(1L, SqlType.Int8);

    private static Expression Mark(Ast.SyntaxExpression? syntax, bool standard, Scope scope) =>
        syntax is null ? new ConstantExpression(standard, SqlType.Boolean) : Expressions.ExpressionBinder.Bind(syntax, new Scope(scope) { Place = ExpressionPlace.Constant });

    private static int[] Find(EquatableArray<Ast.Identifier> names, EquatableArray<OutputColumn> columns, string kind)
    {
        var found = new List<int>();
        foreach (var name in names)
        {
            var index = columns.TakeWhile(column => column.Name != name.Text).Count();
            if (index == columns.Count) throw Invalid($"{kind} column \"{name}\" not in WITH query column list", name.Span);
            if (found.Contains(index)) throw new GatewayException(SqlState.DuplicateColumn, $"{kind} column \"{name}\" specified more than once") { Position = name.Span.Start };
            SortKeys.RequireEquality(columns[index].Type, name.Span);
            found.Add(index);
        }

        return [.. found];
    }

    private static void RequireNew(Ast.Identifier name, EquatableArray<OutputColumn> columns, string kind)
    {
        if (columns.Any(column => column.Name == name.Text)) throw Invalid($"{kind} column name \"{name}\" already used in WITH query column list", name.Span);
    }

    private static GatewayException Invalid(string message, TextSpan span) => new(SqlState.SyntaxError, message) { Position = span.Start };
}
