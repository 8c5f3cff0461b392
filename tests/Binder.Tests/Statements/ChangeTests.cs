using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Tests.Statements;

public sealed class ChangeTests
{
    [Fact]
    public void Defaults_fill_the_columns_that_are_not_given()
    {
        var insert = Insert("INSERT INTO w (name, id) SELECT b, a FROM t");
        insert.Ordinals.ShouldBe([1, 0, 3]);
        insert.Source.Output.Select(column => column.Type).ShouldBe([SqlType.VarChar(5), SqlType.Int4, SqlType.Int4]);
        Sql.Tree(insert.Source).ShouldStartWith("Project: b, a, 7 AS n");
    }

    [Fact]
    public void Default_stands_for_the_default_or_null()
    {
        var values = Insert("INSERT INTO w (id, n, name) VALUES (1, DEFAULT, DEFAULT)").Source.ShouldBeOfType<ValuesNode>();
        values.Rows[0].ToString().ShouldBe("[1, 7, NULL]");
    }

    [Fact]
    public void Default_values_is_a_row_of_defaults() => Insert("INSERT INTO w DEFAULT VALUES").Ordinals.ShouldBe([3]);

    [Fact]
    public void Values_are_typed_as_their_columns()
    {
        Insert("INSERT INTO w (id, code) VALUES ('5', 'x')").Source.SelfAndDescendants().OfType<ValuesNode>().Single().Rows[0].ToString().ShouldBe("[5, 'x  ']");
        Sql.Bind("INSERT INTO w (id, n) VALUES ($1, $2)").ParameterTypes.ShouldBe([SqlType.Int4, SqlType.Int4]);
        Sql.Error("INSERT INTO w (id, name) VALUES (1, 'too long')").ShouldBe("22001 37 value too long for type character varying(5)");
    }

    [Fact]
    public void Conflicts_update_from_the_row_that_is_there_and_the_excluded_one()
    {
        var insert = Insert("INSERT INTO w (id, n) VALUES (1, 2) ON CONFLICT (id) DO UPDATE SET n = w.n + excluded.n WHERE w.n < 9 RETURNING id, n AS total");
        var conflict = insert.OnConflict.ShouldNotBeNull();
        conflict.KeyOrdinals.ShouldBe([0]);
        conflict.AssignedOrdinals.ShouldBe([3]);
        var read = conflict.AssignedValues[0].Columns().Select(column => column.Id).ToList();
        read.ShouldBe([insert.RowColumns[3].Id, conflict.ExcludedColumns[3].Id]);
        insert.Returning.Select(item => item.Column.Name).ShouldBe(["id", "total"]);
        insert.Returning[0].Expression.Columns().Single().Id.ShouldBe(insert.RowColumns[0].Id);
    }

    [Fact]
    public void Update_finds_rows_by_their_ids_and_changes_each_once()
    {
        var update = (UpdateStatement)Sql.Bind("UPDATE w AS z SET name = u.y, n = DEFAULT FROM u WHERE u.a = z.id RETURNING z.name");
        update.Ordinals.ShouldBe([1, 3]);
        Sql.Tree(update.Source).ShouldBe(
            """
            Distinct on: rowid
              Project: rowid, y AS name, 7 AS n
                Filter: a = id
                  Cross join
                    Scan: public.w [rowid, id, name, code, n, at, js]
                    Scan: public.u [a, x, y]
            """);
    }

    [Fact]
    public void Several_columns_take_a_querys_row()
    {
        var update = (UpdateStatement)Sql.Bind("UPDATE w SET (name, n) = (SELECT y, a FROM u WHERE u.a = w.id)");
        update.Source.Output.Select(column => column.Type).ShouldBe([SqlType.Int8, SqlType.VarChar(5), SqlType.Int4]);
    }

    [Fact]
    public void Delete_puts_out_row_ids() =>
        Sql.Tree(((DeleteStatement)Sql.Bind("DELETE FROM w WHERE id = 5")).Source).ShouldBe(
            """
            Project: rowid
              Filter: id = 5
                Scan: public.w [rowid, id, name, code, n, at, js]
            """);

    [Fact]
    public void Rows_of_a_virtual_table_are_found_by_its_key()
    {
        var update = (UpdateStatement)Sql.Bind("UPDATE crm.parts AS p SET amount = p.amount + u.a, id = u.a, note = DEFAULT FROM u WHERE u.a = p.id");
        update.KeyOrdinals.ShouldBe([0, 1]);
        update.Ordinals.ShouldBe([2, 0]);
        update.DefaultOrdinals.ShouldBe([3]);
        Sql.Tree(update.Source).ShouldBe(
            """
            Distinct on: id, place
              Project: id, place, amount + a AS amount, a AS id
                Filter: a = id
                  Cross join
                    Scan: crm.parts [id, place, amount, note]
                    Scan: public.u [a, x, y]
            """);
    }

    [Fact]
    public void A_virtual_table_without_a_key_is_changed_by_conditions_of_its_own_only()
    {
        var delete = (DeleteStatement)Sql.Bind("DELETE FROM crm.invoices WHERE total = 1");
        delete.KeyOrdinals.IsEmpty.ShouldBeTrue();
        delete.IsLocal.ShouldBeFalse();
        Sql.Error("DELETE FROM crm.invoices USING u WHERE u.a = invoices.id").ShouldStartWith("0A000 32 the rows of \"INVOICES\" cannot be found by the rows of other tables");
    }

    [Fact]
    public void Defaults_of_a_virtual_table_are_left_to_its_source()
    {
        Insert("INSERT INTO crm.parts (place, id) VALUES ('a', 1)").Ordinals.ShouldBe([1, 0]);
        var insert = Insert("INSERT INTO crm.parts (id, note) VALUES (1, DEFAULT), (DEFAULT, 'x')");
        insert.DefaultCells.ShouldBe([new DefaultCell(0, 1), new DefaultCell(1, 0)]);
        Insert("INSERT INTO w (id, n) VALUES (DEFAULT, DEFAULT)").DefaultCells.IsEmpty.ShouldBeTrue();
        Insert("INSERT INTO crm.parts DEFAULT VALUES").Ordinals.IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("DELETE FROM v", "0A000 13 DELETE from view \"v\" is not supported")]
    [InlineData("DELETE FROM pg_class", "42501 13 permission denied: \"pg_class\" is a system catalog")]
    [InlineData("DELETE FROM w USING u WHERE true RETURNING u.a", "0A000 44 RETURNING columns of another table is not supported")]
    [InlineData("COPY v TO STDOUT", "42809 6 cannot copy from view \"v\"")]
    public void What_cannot_be_written_is_named(string sql, string error) => Sql.Error(sql).ShouldBe(error);

    [Fact]
    public void Copy_puts_out_the_columns_named() => Sql.Columns("COPY t (d, a) TO STDOUT").ShouldBe("d date, a integer!");

    [Fact]
    public void Scalars_bind_without_a_query()
    {
        var item = ((Parser.Ast.SelectBody)((Parser.Ast.QueryStatement)Parser.SqlParser.Parse("SELECT 1 + 1")[0].Statement).Body).Items[0];
        new StatementBinder(Sql.Context).BindScalar(item.Expression, SqlType.Int8).Type.ShouldBe(SqlType.Int8);
    }

    private static InsertStatement Insert(string sql) => (InsertStatement)Sql.Bind(sql);
}
