using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Measuring;

/// <summary>The queries that measure a virtual table, as a client could write them: so they are bound, split and sent like any other.</summary>
internal sealed class StatisticsQueries(VirtualTableEntry table)
{
    private static readonly TextSpan Nowhere = new(0, 0);

    /// <summary><c>SELECT count(*) FROM t</c></summary>
    public QueryStatement Count() => Query(Select([CountAll()], Table()));

    /// <summary><c>SELECT count(*), count(c) [, count(DISTINCT c)] [, min(c), max(c)] FROM t</c></summary>
    public QueryStatement Summary(string column, bool distinct, bool range)
    {
        List<SyntaxExpression> items = [CountAll(), Call("count", Column(column))];
        if (distinct) items.Add(Call("count", Column(column)) with { Distinct = true });
        if (range) items.AddRange([Call("min", Column(column)), Call("max", Column(column))]);
        return Query(Select(items, Table()));
    }

    /// <summary><c>SELECT c, count(*) FROM t WHERE c IS NOT NULL GROUP BY c ORDER BY c</c></summary>
    public QueryStatement ValueCounts(string column) => Query(Grouped(column), orderBy: Ascending(Column(column)));

    /// <summary><c>SELECT c, count(*) FROM t WHERE c IS NOT NULL GROUP BY c ORDER BY count(*) DESC LIMIT n</c></summary>
    public QueryStatement TopValues(string column, int count) => Query(Grouped(column), Ascending(CountAll()) with { Descending = true }, count);

    /// <summary><c>SELECT min(v), max(v) FROM (SELECT c AS v, ntile(n) OVER (ORDER BY c) AS part FROM t WHERE c IS NOT NULL) AS parts GROUP BY part ORDER BY part</c></summary>
    public QueryStatement Bounds(string column, int parts)
    {
        var ordered = new WindowSpecification(null, [], [Ascending(Column(column))], null, Nowhere);
        var part = new FunctionCall(Name("ntile"), [new FunctionArgument(null, Number(parts), Nowhere)], Nowhere) { Over = ordered };
        var inner = Select([], Table(), NotNull(column)) with { Items = [Item(Column(column), "v"), Item(part, "part")] };
        var derived = new DerivedTable(Query(inner), Lateral: false, new TableAlias(Id("parts"), [], Nowhere), Nowhere);
        var outer = Select([Call("min", Column("v")), Call("max", Column("v"))], derived) with { GroupBy = By(Column("part")) };
        return Query(outer, Ascending(Column("part")));
    }

    /// <summary><c>SELECT a, b … FROM t LIMIT n</c></summary>
    public QueryStatement Rows(IEnumerable<string> columns, int count) => Query(Select([.. columns.Select(Column)], Table()), limit: count);

    private SelectBody Grouped(string column) => Select([Column(column), CountAll()], Table(), NotNull(column)) with { GroupBy = By(Column(column)) };

    private NamedTable Table() => new(new ObjectName([Id(table.Schema), Id(table.Name)], Nowhere), Only: false, null, null, Nowhere);

    private static QueryStatement Query(SelectBody body, SortItem? orderBy = null, int? limit = null) => new(
        null, body, orderBy is null ? [] : [orderBy], limit is { } count ? new LimitClause(Number(count), null, WithTies: false, Nowhere) : null, [], [], Nowhere);

    private static SelectBody Select(IReadOnlyList<SyntaxExpression> items, TableReference from, SyntaxExpression? where = null) =>
        new(null, [.. items.Select(item => Item(item, null))], [from], where, null, null, [], Nowhere);

    private static SelectItem Item(SyntaxExpression expression, string? label) => new(expression, label is null ? null : Id(label), Nowhere);

    private static GroupByClause By(SyntaxExpression key) => new(Distinct: false, [new GroupingKeys([key], Nowhere)], Nowhere);

    private static SortItem Ascending(SyntaxExpression key) => new(key, Descending: false, null, NullsOrder.Default, Nowhere);

    private static IsExpression NotNull(string column) => new(Column(column), IsTest.Null, Negated: true, Nowhere);

    private static FunctionCall CountAll() => new(Name("count"), [], Nowhere) { Star = true };

    private static FunctionCall Call(string function, SyntaxExpression argument) => new(Name(function), [new FunctionArgument(null, argument, Nowhere)], Nowhere);

    private static NumberLiteral Number(int value) => new(value.ToString(CultureInfo.InvariantCulture), Nowhere);

    private static SyntaxExpression Column(string name) => new ColumnReference(new ObjectName([Id(name)], Nowhere), Nowhere);

    private static ObjectName Name(string name) => new([Id("pg_catalog"), Id(name)], Nowhere);

    private static Identifier Id(string name) => new(name, Quoted: true, Nowhere);
}
