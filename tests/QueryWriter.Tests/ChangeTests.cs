using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.QueryWriter.Tests;

/// <summary>INSERT, UPDATE and DELETE as text: about the table itself where that says it, else by its key.</summary>
public sealed class ChangeTests
{
    private static readonly TableHandle Table = new(
        "s", ["d", "t"], "t",
        [new TableColumn("k", "K", SqlType.Int4, false), new TableColumn("a", "A", SqlType.Int4, true), new TableColumn("b", "B", SqlType.Int4, true)],
        [new TableKey(true, [0])]);

    private static readonly OutputColumn K = new(new ColumnId(1), "k", SqlType.Int4, false);
    private static readonly OutputColumn A = new(new ColumnId(2), "a", SqlType.Int4);
    private static readonly OutputColumn R = new(new ColumnId(3), "r", SqlType.Int4);

    private static ScanNode Scan { get; } = new(Table, [new ScanColumn(K, 0), new ScanColumn(A, 1)]);

    private static EquatableArray<OutputColumn> Row { get; } = [new(new ColumnId(11), "k", SqlType.Int4), new(new ColumnId(12), "a", SqlType.Int4), new(new ColumnId(13), "b", SqlType.Int4)];

    [Fact]
    public void A_condition_of_the_table_itself_is_the_updates() => Write(new UpdateStatement(Table, [0], [1], Source(Filtered(Scan))) { DefaultOrdinals = [2] })
        .ShouldBe("""UPDATE "d"."t" SET "A" = 7, "B" = DEFAULT WHERE "A" = 5""");

    [Fact]
    public void Without_a_key_it_is_too() => Write(new DeleteStatement(Table, [], new ProjectNode(Filtered(Scan), [ProjectItem.Pass(A)])))
        .ShouldBe("""DELETE FROM "d"."t" WHERE "A" = 5""");

    [Fact]
    public void Rows_chosen_by_more_than_that_are_found_by_their_key()
    {
        var first = new LimitNode(Source(Scan), new ConstantExpression(1L, SqlType.Int8), null);
        Write(new UpdateStatement(Table, [0], [1], first)).ShouldBe("""UPDATE "d"."t" AS t0 SET "A" = s.v0 FROM (SELECT "K", 7 FROM "d"."t" LIMIT 1) AS s(k0, v0) WHERE t0."K" = s.k0""");
        Write(new DeleteStatement(Table, [0], new DistinctNode(new ProjectNode(Scan, [ProjectItem.Pass(K)])))).ShouldBe("""DELETE FROM "d"."t" AS t0 USING (SELECT DISTINCT "K" FROM "d"."t") AS s(k0) WHERE t0."K" = s.k0""");
    }

    [Fact]
    public void Another_tables_rows_are_not_the_targets()
    {
        var other = new ScanNode(Table with { Path = ["d", "u"] }, [new ScanColumn(K, 0)]);
        Write(new DeleteStatement(Table, [0], other)).ShouldBe("""DELETE FROM "d"."t" AS t0 USING (SELECT "K" FROM "d"."u") AS s(k0) WHERE t0."K" = s.k0""");
        ChangeWriter.NeedsNoKey(new DeleteStatement(Table, [], other), new PlainDialect()).ShouldBeFalse();
        ChangeWriter.Write(new DeleteStatement(Table, [], other), new PlainDialect()).Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void A_key_that_is_computed_is_no_key_of_the_row()
    {
        var source = new ProjectNode(Scan, [new ProjectItem(R, A.ToExpression())]);
        Write(new DeleteStatement(Table, [0], source)).ShouldStartWith("""DELETE FROM "d"."t" AS t0 USING""");
    }

    [Fact]
    public void Literals_keep_their_places_and_defaults_their_word()
    {
        var values = new ValuesNode([K, A], [[Five, Five], [Five, ConstantExpression.Null(SqlType.Int4)]]);
        Write(new InsertStatement(Table, [0, 2], values) { DefaultCells = [new DefaultCell(0, 1)] })
            .ShouldBe("""INSERT INTO "d"."t" ("K", "B") VALUES (5, DEFAULT), (5, CAST(NULL AS integer))""");
        Write(new InsertStatement(Table, [], ValuesNode.OneRow)).ShouldBe("""INSERT INTO "d"."t" DEFAULT VALUES""");
    }

    [Fact]
    public void Returned_expressions_read_the_row_under_the_name_it_has_there()
    {
        EquatableArray<ProjectItem> returning = [new ProjectItem(R, Row[1].ToExpression())];
        Write(new InsertStatement(Table, [0, 1], Scan) { RowColumns = Row, Returning = returning }).ShouldBe("""INSERT INTO "d"."t" ("K", "A") SELECT "K", "A" FROM "d"."t" RETURNING "A" """.TrimEnd());
        Write(new DeleteStatement(Table, [0], new DistinctNode(new ProjectNode(Scan, [ProjectItem.Pass(K)]))) { RowColumns = Row, Returning = returning }).ShouldEndWith(""" RETURNING t0."A" """.TrimEnd());
    }

    [Fact]
    public void A_conflict_reads_the_row_that_is_there_and_the_one_that_did_not_go_in()
    {
        var excluded = Row.Select(column => column with { Id = new ColumnId(column.Id.Value + 10) }).ToEquatableArray();
        var where = new ComparisonExpression(ComparisonOperator.NotEqual, Row[1].ToExpression(), excluded[1].ToExpression());
        Write(new InsertStatement(Table, [0, 1], Scan, new ConflictAction([0], [1], [excluded[1].ToExpression()], excluded, where) { DefaultOrdinals = [2] }) { RowColumns = Row })
            .ShouldBe("""INSERT INTO "d"."t" AS t0 ("K", "A") SELECT "K", "A" FROM "d"."t" ON CONFLICT ("K") DO UPDATE SET "A" = excluded."A", "B" = DEFAULT WHERE t0."A" <> excluded."A" """.TrimEnd());
    }

    private static ConstantExpression Five => new(5, SqlType.Int4);

    private static FilterNode Filtered(PlanNode input) => new(input, new ComparisonExpression(ComparisonOperator.Equal, A.ToExpression(), Five));

    private static ProjectNode Source(PlanNode input) => new(input, [ProjectItem.Pass(K), new ProjectItem(R, new ConstantExpression(7, SqlType.Int4))]);

    private static string Write(ChangeStatement change)
    {
        var written = ChangeWriter.Write(change, new PlainDialect());
        written.Refusal.ShouldBeNull();
        return written.Sql;
    }
}
