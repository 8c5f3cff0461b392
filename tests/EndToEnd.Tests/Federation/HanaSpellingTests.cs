using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Federation;

/// <summary>SAP HANA's spellings: PostgreSQL does not know them, so each is compared with what HANA documents or with PostgreSQL's own words for it.</summary>
public sealed class HanaSpellingTests(Landscape landscape)
{
    [Theory]
    [InlineData("ADD_DAYS(TO_DATE('2009-12-05', 'YYYY-MM-DD'), 30)", "2010-01-04")]
    [InlineData("ADD_DAYS('2009-12-05 10:00:00', -30)", "2009-11-05 10:00:00")]
    [InlineData("ADD_DAYS(timestamptz '2024-01-01 00:00:00+00', 1)", "2024-01-02 00:00:00+00")]
    [InlineData("ADD_MONTHS(TO_DATE('2009-12-05', 'YYYY-MM-DD'), 1)", "2010-01-05")]
    [InlineData("ADD_MONTHS(DATE '2024-01-31', 1)", "2024-02-29")]
    [InlineData("ADD_YEARS(TO_DATE('2009-12-05', 'YYYY-MM-DD'), 1)", "2010-12-05")]
    [InlineData("ADD_YEARS(DATE '2024-02-29', 1)", "2025-02-28")]
    [InlineData("ADD_SECONDS(TO_TIMESTAMP('2012-01-01 23:30:45'), 60*30)", "2012-01-02 00:00:45")]
    [InlineData("ADD_SECONDS('2012-01-01 23:30:45', 0.5)", "2012-01-01 23:30:45.5")]
    [InlineData("ADD_SECONDS(DATE '2012-01-01', 1)", "2012-01-01 00:00:01")]
    [InlineData("DAYS_BETWEEN(TO_DATE('2009-12-05', 'YYYY-MM-DD'), TO_DATE('2010-01-05', 'YYYY-MM-DD'))", "31")]
    [InlineData("DAYS_BETWEEN('2018-02-07 23:00:00', '2018-02-08 01:00:00')", "0")]
    [InlineData("DAYS_BETWEEN('2018-02-07 23:00:00', '2018-02-08 23:00:00')", "1")]
    [InlineData("DAYS_BETWEEN('2018-02-08 23:00:00', '2018-02-07 01:00:00')", "-1")]
    [InlineData("SECONDS_BETWEEN('2009-12-05', '2010-01-05')", "2678400")]
    [InlineData("SECONDS_BETWEEN(TIMESTAMP '2024-01-01 00:00:01.9', TIMESTAMP '2024-01-01 00:00:00')", "-1")]
    [InlineData("NANO100_BETWEEN('2021-01-31 00:00:00.0000176', '2021-01-31 00:00:00.0000653')", "470")]
    [InlineData("MONTHS_BETWEEN(TO_DATE('2003-01-01'), TO_DATE('2003-03-14'))", "2")]
    [InlineData("MONTHS_BETWEEN(TO_DATE('2003-10-03'), TO_DATE('2003-01-14'))", "-8")]
    [InlineData("MONTHS_BETWEEN(TO_DATE('2003-10-15'), TO_DATE('2003-01-14'))", "-9")]
    [InlineData("MONTHS_BETWEEN(TO_DATE('2003-10-13'), TO_DATE('2003-01-14'))", "-8")]
    [InlineData("YEARS_BETWEEN(TO_DATE('2001-01-01'), TO_DATE('2003-03-14'))", "2")]
    [InlineData("YEARS_BETWEEN(TO_DATE('2003-10-03'), TO_DATE('2001-01-14'))", "-2")]
    [InlineData("YEARS_BETWEEN(TO_DATE('2001-10-15'), TO_DATE('2003-01-14'))", "1")]
    [InlineData("LAST_DAY(TO_DATE('2010-01-04', 'YYYY-MM-DD'))", "2010-01-31")]
    [InlineData("LAST_DAY('2024-02-01')", "2024-02-29")]
    [InlineData("NEXT_DAY('2024-02-29')", "2024-03-01")]
    [InlineData("YEAR('2011-05-30')", "2011")]
    [InlineData("MONTH(TIMESTAMP '2011-05-30 23:00:00')", "5")]
    [InlineData("DAYOFMONTH('2011-05-30')", "30")]
    [InlineData("DAYOFYEAR('2011-05-30')", "150")]
    [InlineData("HOUR('2011-05-30 12:34:56.9')", "12")]
    [InlineData("MINUTE('2011-05-30 12:34:56.9')", "34")]
    [InlineData("SECOND('2011-05-30 12:34:56.9')", "56")]
    [InlineData("WEEKDAY(TO_DATE('2010-12-31', 'YYYY-MM-DD'))", "4")]
    [InlineData("ISOWEEK(TO_DATE('2017-01-01'))", "2016-W52")]
    [InlineData("QUARTER(TO_DATE('2012-01-01'))", "2012-Q1")]
    [InlineData("DAYNAME('2011-05-30')", "MONDAY")]
    [InlineData("MONTHNAME('2011-05-30')", "MAY")]
    [InlineData("SUBSTR_AFTER('Hello My Friend', 'My ')", "Friend")]
    [InlineData("SUBSTR_BEFORE('Hello My Friend', 'My')", "Hello ")]
    [InlineData("SUBSTR_AFTER('abc', 'x') || '.' || SUBSTR_BEFORE('abc', 'x')", ".")]
    [InlineData("SUBSTR_AFTER('abc', '') || SUBSTR_BEFORE('abc', '')", "abcabc")]
    [InlineData("SUBSTR_AFTER(NULL, 'x')", "")]
    [InlineData("LOCATE('length in char', 'length')", "1")]
    [InlineData("LOCATE('length in char', 'zchar')", "0")]
    [InlineData("LOCATE('abcabc', 'c', 4)", "6")]
    [InlineData("LOCATE('abcabc', 'x', 4)", "0")]
    [InlineData("MAP(2, 0, 'Zero', 1, 'One', 2, 'Two', 3, 'Three', 'Default')", "Two")]
    [InlineData("MAP(99, 0, 'Zero', 1, 'One', 2, 'Two', 3, 'Three', 'Default')", "Default")]
    [InlineData("MAP(99, 0, 'Zero', 1, 'One', 2, 'Two', 3, 'Three')", "")]
    [InlineData("IFNULL(NULL, 'same')", "same")]
    [InlineData("TO_VARCHAR(12.50)", "12.50")]
    [InlineData("TO_VARCHAR(TO_DATE('2009-12-31'), 'YYYY/MM/DD')", "2009/12/31")]
    [InlineData("TO_NVARCHAR(TIMESTAMP '2009-12-31 01:02:03.45', 'HH24:MI:SS.FF3')", "01:02:03.450")]
    [InlineData("TO_VARCHAR(TIMESTAMP '2009-12-31 01:02:03.45', 'SS.FF7')", "03.4500000")]
    [InlineData("TO_DATE('20100112')", "2010-01-12")]
    [InlineData("TO_TIMESTAMP('2010-01-11 13:30:00')", "2010-01-11 13:30:00")]
    [InlineData("TO_TIME('13:30')", "13:30:00")]
    [InlineData("TO_SECONDDATE('2010-01-11 13:30:00.9')", "2010-01-11 13:30:00")]
    [InlineData("TO_DECIMAL(7654321.888888, 10, 3)", "7654321.888")]
    [InlineData("TO_DECIMAL(1234.789, 10, 0)", "1234")]
    [InlineData("TO_DECIMAL('12.5')", "12.5")]
    [InlineData("TO_INTEGER('10')", "10")]
    [InlineData("TO_INTEGER(10.5) + TO_INT(-10.5) + TO_SMALLINT('1.9')", "1")]
    [InlineData("TO_BIGINT('9000000000')", "9000000000")]
    [InlineData("TO_DOUBLE('1.5') + TO_REAL(0.5)", "2")]
    [InlineData("CURRENT_UTCDATE = CAST(CURRENT_UTCTIMESTAMP AS date)", "t")]
    [InlineData("CURRENT_UTCTIMESTAMP = now() AT TIME ZONE 'UTC'", "t")]
    [InlineData("CURRENT_UTCTIMESTAMP(0) = date_trunc('second', CURRENT_UTCTIMESTAMP)", "t")]
    public async Task A_spelling_answers_what_HANA_documents(string expression, string answer)
    {
        await using var client = await landscape.OpenAsync();
        await client.ExecuteAsync("SET TimeZone = 'UTC'");

        (await client.RowsAsync($"SELECT {expression} FROM DUMMY")).ShouldBe([answer]);
    }

    [Theory]
    [InlineData("SELECT LOCATE('aaa', 'a', 1, 2) FROM DUMMY", "0A000")]
    [InlineData("SELECT LOCATE('aaa', 'a', -1) FROM DUMMY", "0A000")]
    [InlineData("SELECT SUBSTR_AFTER(random()::text, '.') FROM DUMMY", "0A000")]
    [InlineData("SELECT TO_SECONDDATE('2010', 'YYYY FF7') FROM DUMMY", "0A000")]
    [InlineData("SELECT TO_DECIMAL(1, 99, 3) FROM DUMMY", "22023")]
    [InlineData("SELECT TO_INTEGER('x') FROM DUMMY", "22P02")]
    [InlineData("SELECT \"CURRENT_UTCDATE\" FROM DUMMY", "42703")]
    public async Task What_cannot_be_said_is_refused(string sql, string sqlState)
    {
        await using var client = await landscape.OpenAsync();

        await client.FailsAsync(sql, sqlState);
    }

    [Fact]
    public async Task Spellings_are_sent_to_sources_in_their_words()
    {
        await using var client = await landscape.OpenAsync();
        var plan = await client.TextAsync("EXPLAIN SELECT MAP(id, 1, 'one', 'other'), TO_INTEGER(id), SUBSTR_AFTER(name, ' ') FROM crm.public.customers WHERE IFNULL(name, '') <> ''");

        plan.ShouldNotContain("Project");
        plan.ShouldContain("CASE");
    }

    [Fact]
    public async Task TOP_is_a_limit()
    {
        await using var client = await landscape.OpenAsync();

        (await client.RowsAsync("SELECT TOP 2 id FROM crm.public.customers ORDER BY id")).ShouldBe(["1", "2"]);
    }
}
