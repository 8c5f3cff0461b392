using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Tests.Tables;

public sealed class NameTests
{
    [Fact]
    public void Names_of_a_source_that_folds_to_upper_case_need_no_quotes() =>
        Sql.Columns("SELECT id, invoices.Total, \"NOTE\" FROM invoices").ShouldBe("id integer!, total numeric(15,2), NOTE text");

    [Fact]
    public void A_three_part_name_is_a_table_of_a_source() =>
        Sql.Columns("SELECT \"Lake\".main.events.id, events.kind FROM \"Lake\".\"main\".\"events\"").ShouldBe("id bigint, kind text");

    [Fact]
    public void A_three_part_name_not_yet_imported_is_asked_for() =>
        Should.Throw<LinkedTableNeededException>(() => Sql.Bind("SELECT * FROM lake.main.other")).Name.ShouldBe(new LinkedTableName("Lake", "main", "other"));

    [Fact]
    public void A_three_part_name_may_start_with_the_database() => Sql.Columns("SELECT gateway.public.t.a FROM gateway.public.t").ShouldBe("a integer!");

    [Fact]
    public void A_three_part_name_of_no_source_says_so() =>
        Sql.Error("SELECT * FROM nowhere.main.t").ShouldBe("42704 15 remote source \"nowhere\" does not exist");

    [Fact]
    public void A_view_is_replaced_by_its_query() =>
        Sql.Tree("SELECT * FROM v2").ShouldBe(
            """
            Project: label, count AS n
              Aggregate: by label · count(*) AS count
                Project: a, b AS label
                  Filter: a > 1
                    Scan: public.t [a, b, c, d]
            """);

    [Fact]
    public void A_view_is_bound_along_its_own_search_path()
    {
        var context = new BindingContext(TestCatalog.Snapshot, ["crm", "public"]);
        ((Plan.QueryStatement)Sql.Bind("SELECT * FROM v", context)).Plan.Output.Select(column => column.Name).ShouldBe(["a", "label"]);
    }

    [Fact]
    public void A_view_that_reads_itself_ends() => Sql.Error("SELECT * FROM loop").ShouldBe("42P17 - infinite recursion detected in rules for relation \"loop\"");

    [Fact]
    public void An_error_inside_a_view_has_no_position_in_the_statement()
    {
        var snapshot = TestCatalog.Snapshot.With(new ViewEntry(99, "public", "broken", "SELECT gone FROM t", ["public"], []));
        var error = Should.Throw<GatewayException>(() => Sql.Bind("SELECT * FROM broken", new BindingContext(snapshot, ["public"])));
        (error.Message, error.Position, error.Detail).ShouldBe(("column \"gone\" does not exist", null, "While expanding view public.broken."));
    }

    [Fact]
    public void Dummy_has_one_row_and_yields_to_a_table_of_the_name() => Sql.Columns("SELECT * FROM DUMMY").ShouldBe("DUMMY character varying(1)!");

    [Fact]
    public void A_column_hidden_by_a_subquerys_place_is_explained()
    {
        var error = Should.Throw<GatewayException>(() => Sql.Bind("SELECT * FROM t, (SELECT * FROM u WHERE u.a = t.a) z"));
        error.Detail.ShouldBe("There is an entry for table \"t\", but it cannot be referenced from this part of the query.");
    }

    [Fact]
    public void Dummy_in_a_view_stays_what_it_was()
    {
        var view = new ViewEntry(99, "public", "one", "SELECT * FROM dummy", ["public"], [new TableColumn("DUMMY", "DUMMY", SqlType.VarChar(1), false)])
        {
            Names = [new NameBinding(["dummy"], 0, [new BoundColumn("DUMMY", SqlType.VarChar(1))])],
        };
        var snapshot = TestCatalog.Snapshot.With(view).With(new ViewEntry(98, "public", "dummy", "SELECT 1 AS captured", ["public"], []));
        Sql.Tree(((QueryStatement)Sql.Bind("SELECT * FROM one", new BindingContext(snapshot, ["public"]))).Plan).ShouldBe("Values: 1 rows");
    }

    [Fact]
    public void Names_become_oids() => Sql.Tree("SELECT 'public.t'::regclass = 't'::regclass").ShouldNotContain("::");

    [Fact]
    public void What_a_view_names_is_what_it_depends_on()
    {
        var query = (Parser.Ast.QueryStatement)Parser.SqlParser.Parse("SELECT v.label FROM v, invoices, crm.t")[0].Statement;
        new StatementBinder(Sql.Context).BindViewQuery(query, out var names, out _, out _);
        names.Select(name => TestCatalog.Snapshot.RelationsByOid[name.Oid].QualifiedName).ShouldBe(["public.v", "crm.INVOICES", "crm.t"]);
    }
}
