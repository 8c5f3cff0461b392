using FederationGateway.Common;
using FederationGateway.Gateway.Monitoring;

namespace FederationGateway.Gateway.Tests;

/// <summary>Counting what could not be answered: by application, statement and what was missing; in bounded memory; without values.</summary>
public sealed class UnsupportedStatementLogTests
{
    private readonly UnsupportedStatementLog _log = new(TimeProvider.System);

    [Fact]
    public void The_same_lack_in_statements_that_differ_in_values_is_one_row()
    {
        _log.Count("psql", Undefined("function f(integer) does not exist", 7), "SELECT f(1)");
        _log.Count("psql", Undefined("function f(integer) does not exist", 7), "SELECT  f(22)");
        _log.Count("jdbc", Undefined("function f(integer) does not exist", 7), "SELECT f(1)");

        _log.Snapshot().Select(row => (row.ApplicationName, row.SqlState, row.Missing, row.Statement, row.Statements)).ShouldBe(
            [("psql", "42883", "function f(integer) does not exist", "SELECT f (?)", 2L), ("jdbc", "42883", "function f(integer) does not exist", "SELECT f (?)", 1L)]);
    }

    [Theory]
    [InlineData("42P01", "SELECT * FROM pg_nothing", 14, true)]
    [InlineData("42P01", "SELECT * FROM pg_catalog.nothing", 14, true)]
    [InlineData("42P01", "SELECT * FROM nothing", 14, false)]
    [InlineData("42703", "SELECT nothing FROM pg_class", 7, true)]
    [InlineData("42703", "SELECT nothing FROM t", 7, false)]
    [InlineData("23505", "INSERT INTO pg VALUES (1)", null, false)]
    [InlineData("57014", "SELECT 1", null, false)]
    public void Users_own_names_and_data_are_not_its_business(string code, string sql, int? position, bool counts)
    {
        _log.Count("psql", new GatewayException(SqlState.Find(code)!.Value, "x") { Position = position }, sql);

        _log.Snapshot().Count.ShouldBe(counts ? 1 : 0);
    }

    [Fact]
    public void Errors_at_values_do_not_tell_them()
    {
        _log.Count("psql", new GatewayException(SqlState.SyntaxError, "syntax error at or near \"'secret'\"") { Position = 9 }, "SELECT 1 'secret'");
        _log.Count("psql", new GatewayException(SqlState.SyntaxError, "unterminated quoted string at or near \"'secret\"") { Position = 9 }, "SELECT a 'secret");

        _log.Snapshot().Select(row => $"{row.Missing} {row.Statement}").ShouldAllBe(text => !text.Contains("secret"));
    }

    [Fact]
    public void The_protocol_is_refused_without_a_statement()
    {
        _log.Count("odbc", GatewayException.Unsupported("the function call sub-protocol"), null);

        _log.Snapshot().ShouldHaveSingleItem().Statement.ShouldBeNull();
    }

    [Fact]
    public void Of_more_than_fit_the_one_not_seen_for_the_longest_time_is_forgotten()
    {
        var log = new UnsupportedStatementLog(TimeProvider.System, capacity: 2);
        foreach (var name in new[] { "a", "b", "a", "c" }) log.Count("psql", Undefined(name, 7), $"SELECT {name}()");

        log.Snapshot().Select(row => (row.Missing, row.Statements)).ShouldBe([("a", 2L), ("c", 1L)]);

        log.Reset();
        log.Snapshot().ShouldBeEmpty();
    }

    private static GatewayException Undefined(string message, int position) => new(SqlState.UndefinedFunction, message) { Position = position };
}
