using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("a + b * c", "(+ a (* b c))")]
    [InlineData("a - b - c", "(- (- a b) c)")]
    [InlineData("-2 ^ 2", "(^ (- 2) 2)")]
    [InlineData("- a::int", "(- (cast a integer))")]
    [InlineData("a * -b", "(* a (- b))")]
    [InlineData("a || b = c", "(= (|| a b) c)")]
    [InlineData("~ a || b", "(|| (~ a) b)")]
    [InlineData("not a = b and c", "(and (not (= a b)) c)")]
    [InlineData("a or b and c or d", "(or a (and b c) d)")]
    [InlineData("a and b and (c and d)", "(and a b (and c d))")]
    [InlineData("a = b is null", "(isNull (= a b))")]
    [InlineData("a != b", "(<> a b)")]
    [InlineData("a operator(pg_catalog.~) 'x'", "(OPERATOR(pg_catalog.~) a 'x')")]
    [InlineData("j -> 'a' ->> 'b' @> c", "(@> (->> (-> j 'a') 'b') c)")]
    [InlineData("a !~* 'x' collate \"C\"", "(!~* a (collate 'x' C))")]
    [InlineData("a*-1", "(* a (- 1))")]
    [InlineData("a@-1", "(@- a 1)")]
    [InlineData("a collate pg_catalog.default = b", "(= (collate a pg_catalog.default) b)")]
    public void Operators_bind_as_PostgreSQL_binds_them(string text, string shape) => Outline.Of(Parsing.Expression(text)).ShouldBe(shape);

    [Theory]
    [InlineData("a is not null", "(isnotNull a)")]
    [InlineData("a isnull", "(isNull a)")]
    [InlineData("a notnull", "(isnotNull a)")]
    [InlineData("a is not unknown", "(isnotUnknown a)")]
    [InlineData("a is distinct from b", "(distinct a b)")]
    [InlineData("a is not distinct from b + 1", "(notdistinct a (+ b 1))")]
    [InlineData("a between 1 and 2 and b", "(and (between a 1 2) b)")]
    [InlineData("a not between symmetric 1 + 1 and 2 or b", "(or (notbetween-symmetric a (+ 1 1) 2) b)")]
    [InlineData("a in (1, 2)", "(in a 1 2)")]
    [InlineData("a not in (select 1)", "(notin a query)")]
    [InlineData("(a, b) in ((1, 2), (3, 4))", "(in (row a b) (row 1 2) (row 3 4))")]
    [InlineData("a like 'x' || b", "(Like a (|| 'x' b) -)")]
    [InlineData("a not ilike 'x%' escape '!' and b", "(and (notILike a 'x%' '!') b)")]
    [InlineData("a similar to b", "(SimilarTo a b -)")]
    [InlineData("exists (select 1)", "(exists query)")]
    [InlineData("a = any ($1)", "(= Any a $1)")]
    [InlineData("a < all (select 1)", "(< All a query)")]
    [InlineData("a <> some (array[1])", "(<> Any a (array 1))")]
    [InlineData("a not like any (b)", "(!~~ Any a b)")]
    [InlineData("(a, b) overlaps (c, d)", "(pg_catalog.overlaps a b c d)")]
    [InlineData("a is nfc normalized", "(pg_catalog.is_normalized a 'NFC')")]
    public void Predicates(string text, string shape) => Outline.Of(Parsing.Expression(text)).ShouldBe(shape);

    [Theory]
    [InlineData("null", "null")]
    [InlineData("12", "12")]
    [InlineData("1.5e-3", "1.5e-3")]
    [InlineData(".5", ".5")]
    [InlineData("0xFF", "255")]
    [InlineData("1_000", "1000")]
    [InlineData("B'01'", "b01")]
    [InlineData("X'1F'", "x1F")]
    [InlineData("date '2024-01-31'", "(typed date '2024-01-31')")]
    [InlineData("pg_catalog.int4 '1'", "(typed pg_catalog.int4 '1')")]
    [InlineData("timestamp(3) with time zone 'now'", "(typed timestamp with time zone(3) 'now')")]
    [InlineData("interval '1' day to second", "(typed interval DayToSecond '1')")]
    [InlineData("interval(3) '1 day'", "(typed interval(3) '1 day')")]
    [InlineData("double precision '1.5'", "(typed double precision '1.5')")]
    [InlineData("varchar(3) 'abc'", "(typed character varying(3) 'abc')")]
    [InlineData("numeric(5,2) '1'", "(typed numeric(5,2) '1')")]
    public void Literals(string text, string shape) => Outline.Of(Parsing.Expression(text)).ShouldBe(shape);

    [Theory]
    [InlineData("a.b.c", "a.b.c")]
    [InlineData("t.*", "t.*")]
    [InlineData("*", "*")]
    [InlineData("$1", "$1")]
    [InlineData("a[1][2:3]", "(slice (at a 1) 2 3)")]
    [InlineData("a[:2]", "(slice a - 2)")]
    [InlineData("(a).b", "(field a b)")]
    [InlineData("(f(x)).*", "(field (f x) *)")]
    [InlineData("(current_schemas(true))[1]", "(at (current_schemas true) 1)")]
    [InlineData("row(1, 2)", "(row 1 2)")]
    [InlineData("row()", "(row)")]
    [InlineData("array[[1, 2], [3]]", "(array (array 1 2) (array 3))")]
    [InlineData("array(select 1)", "(array query)")]
    [InlineData("case a when 1 then 2 else 3 end", "(case a 1:2 3)")]
    [InlineData("case when a then b end", "(case - a:b -)")]
    [InlineData("grouping(a, b)", "(grouping a b)")]
    [InlineData("((select 1))", "query")]
    public void References_and_constructors(string text, string shape) => Outline.Of(Parsing.Expression(text)).ShouldBe(shape);

    [Theory]
    [InlineData("a::numeric(10,2)[]", "(cast a numeric(10,2)[])")]
    [InlineData("cast(a as char)", "(cast a character(1))")]
    [InlineData("a::character varying(5)", "(cast a character varying(5))")]
    [InlineData("a::float(24)", "(cast a real)")]
    [InlineData("a::float", "(cast a double precision)")]
    [InlineData("a::time without time zone", "(cast a time without time zone)")]
    [InlineData("a::public.mood", "(cast a public.mood)")]
    [InlineData("a::interval hour to minute", "(cast a interval HourToMinute)")]
    [InlineData("a::int array", "(cast a integer[])")]
    [InlineData("a::nvarchar(10)", "(cast a nvarchar(10))")]
    public void Types(string text, string shape) => Outline.Of(Parsing.Expression(text)).ShouldBe(shape);

    [Theory]
    [InlineData("count(*)", "(count *)")]
    [InlineData("sum(distinct a order by b)", "(sum distinct a order:b)")]
    [InlineData("f(a, variadic b)", "(f a b variadic)")]
    [InlineData("f(x => 1, y := 2)", "(f x=>1 y=>2)")]
    [InlineData("percentile_cont(0.5) within group (order by a)", "(percentile_cont 0.5 within:a)")]
    [InlineData("count(*) filter (where a > 1)", "(count * filter:(> a 1))")]
    [InlineData("rank() over w", "(rank over:w)")]
    [InlineData("sum(a) over (partition by b, c order by d)", "(sum a over:b,c/d)")]
    [InlineData("pg_catalog.left(a, 1)", "(pg_catalog.left a 1)")]
    [InlineData("left(a, 1)", "(left a 1)")]
    public void Function_calls(string text, string shape) => Outline.Of(Parsing.Expression(text)).ShouldBe(shape);

    [Theory]
    [InlineData("extract(year from a)", "(pg_catalog.extract 'year' a)")]
    [InlineData("position('a' in b)", "(pg_catalog.position b 'a')")]
    [InlineData("substring(a from 2 for 3)", "(pg_catalog.substring a 2 3)")]
    [InlineData("substring(a for 3)", "(pg_catalog.substring a 1 3)")]
    [InlineData("substring(a, 2)", "(pg_catalog.substring a 2)")]
    [InlineData("substring(a similar 'b' escape 'c')", "(pg_catalog.substring a 'b' 'c')")]
    [InlineData("overlay(a placing b from 1 for 2)", "(pg_catalog.overlay a b 1 2)")]
    [InlineData("trim(a)", "(pg_catalog.btrim a)")]
    [InlineData("trim(leading 'x' from a)", "(pg_catalog.ltrim a 'x')")]
    [InlineData("trim(trailing from a)", "(pg_catalog.rtrim a)")]
    [InlineData("coalesce(a, b)", "(pg_catalog.coalesce a b)")]
    [InlineData("nullif(a, b)", "(pg_catalog.nullif a b)")]
    [InlineData("current_timestamp(3)", "(pg_catalog.current_timestamp 3)")]
    [InlineData("CURRENT_USER", "(pg_catalog.current_user)")]
    [InlineData("a at time zone 'UTC'", "(pg_catalog.timezone 'UTC' a)")]
    [InlineData("normalize(a, nfkc)", "(pg_catalog.normalize a 'NFKC')")]
    public void Special_syntax_becomes_calls_of_PostgreSQLs_functions(string text, string shape) => Outline.Of(Parsing.Expression(text)).ShouldBe(shape);

    [Fact]
    public void A_frame_has_unit_bounds_and_exclusion()
    {
        var call = Parsing.Expression("sum(a) over (order by b rows between 2 preceding and unbounded following exclude ties)").ShouldBeOfType<FunctionCall>();
        var frame = call.Over.ShouldBeOfType<WindowSpecification>().Frame.ShouldNotBeNull();
        frame.Unit.ShouldBe(FrameUnit.Rows);
        frame.Start.Kind.ShouldBe(FrameBoundKind.Preceding);
        Outline.Of(frame.Start.Offset).ShouldBe("2");
        frame.End.Kind.ShouldBe(FrameBoundKind.UnboundedFollowing);
        frame.Exclusion.ShouldBe(FrameExclusion.Ties);
    }

    [Fact]
    public void Spans_cover_what_was_written()
    {
        const string sql = "select  a + f( b )  from t";
        var expression = Parsing.Select(sql).Items[0].Expression;
        sql.Substring(expression.Span.Start, expression.Span.Length).ShouldBe("a + f( b )");
    }
}
