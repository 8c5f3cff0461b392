using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

public sealed class SessionStatementTests
{
    [Theory]
    [InlineData("begin", TransactionCommand.Begin)]
    [InlineData("start transaction read only", TransactionCommand.Begin)]
    [InlineData("end work", TransactionCommand.Commit)]
    [InlineData("commit and no chain", TransactionCommand.Commit)]
    [InlineData("abort", TransactionCommand.Rollback)]
    [InlineData("rollback to savepoint s", TransactionCommand.RollbackTo)]
    [InlineData("savepoint s", TransactionCommand.Savepoint)]
    [InlineData("release s", TransactionCommand.Release)]
    [InlineData("prepare transaction 'x'", TransactionCommand.Prepare)]
    [InlineData("commit prepared 'x'", TransactionCommand.CommitPrepared)]
    public void Transactions(string sql, TransactionCommand command) => Parsing.One<TransactionStatement>(sql).Command.ShouldBe(command);

    [Fact]
    public void Transaction_modes_may_be_separated_by_commas_or_not() =>
        Parsing.One<TransactionStatement>("begin isolation level repeatable read, read write not deferrable").Modes
            .ShouldBe(new TransactionModes(IsolationLevel.RepeatableRead, false, false));

    [Theory]
    [InlineData("set local search_path to a, \"B\", 'c'", "search_path", "a B c")]
    [InlineData("set datestyle = iso, mdy", "datestyle", "iso mdy")]
    [InlineData("set session my.Setting = -1.5", "my.setting", "-1.5")]
    [InlineData("set pushdown = off", "pushdown", "off")]
    [InlineData("set x to default", "x", "")]
    [InlineData("set time zone 'UTC'", "timezone", "UTC")]
    [InlineData("set time zone local", "timezone", "")]
    [InlineData("set time zone -5", "timezone", "-5")]
    [InlineData("set names 'utf8'", "client_encoding", "utf8")]
    [InlineData("set schema 's'", "search_path", "s")]
    [InlineData("set role none", "role", "none")]
    [InlineData("set session authorization default", "session_authorization", "")]
    public void Settings(string sql, string name, string values)
    {
        var set = Parsing.One<SetStatement>(sql);
        set.Name.ShouldBe(name);
        string.Join(' ', set.Values.Select(value => value.Text)).ShouldBe(values);
        set.Scope.ShouldBe(sql.Contains("set local", StringComparison.Ordinal) ? SettingScope.Local : SettingScope.Session);
    }

    [Theory]
    [InlineData("show all", null)]
    [InlineData("show TimeZone", "timezone")]
    [InlineData("show time zone", "timezone")]
    [InlineData("show transaction isolation level", "transaction_isolation")]
    public void Show(string sql, string? name) => Parsing.One<ShowStatement>(sql).Name.ShouldBe(name);

    [Theory]
    [InlineData("explain select 1", "")]
    [InlineData("explain analyze verbose select 1", "analyze verbose")]
    [InlineData("explain (analyze, format json, costs off) select 1", "analyze format=json costs=off")]
    [InlineData("explain (select 1)", "")]
    public void Explain(string sql, string options)
    {
        var explain = Parsing.One<ExplainStatement>(sql);
        explain.Statement.ShouldBeOfType<QueryStatement>();
        string.Join(' ', explain.Options.Select(option => option.Values.IsEmpty ? option.Name : $"{option.Name}={option.Values[0]}")).ShouldBe(options);
    }

    [Theory]
    [InlineData("fetch c", FetchDirection.Forward, 1L)]
    [InlineData("fetch next from c", FetchDirection.Forward, 1L)]
    [InlineData("fetch all in c", FetchDirection.Forward, null)]
    [InlineData("fetch -5 c", FetchDirection.Forward, -5L)]
    [InlineData("fetch backward all from c", FetchDirection.Backward, null)]
    [InlineData("fetch last c", FetchDirection.Absolute, -1L)]
    [InlineData("move relative 3 from c", FetchDirection.Relative, 3L)]
    public void Cursors(string sql, FetchDirection direction, long? count)
    {
        var fetch = Parsing.One<FetchStatement>(sql);
        (fetch.Direction, fetch.Count, fetch.Cursor.Text).ShouldBe((direction, count, "c"));
    }

    [Fact]
    public void Prepared_statements_cursors_and_the_rest()
    {
        var prepare = Parsing.One<PrepareStatement>("prepare p (int, text) as select $1");
        prepare.ParameterTypes.Count.ShouldBe(2);
        prepare.Text.ShouldBe("select $1");
        Parsing.One<ExecuteStatement>("execute p (1, 'a')").Arguments.Count.ShouldBe(2);
        Parsing.One<DeallocateStatement>("deallocate prepare all").Name.ShouldBeNull();
        var cursor = Parsing.One<DeclareCursorStatement>("declare c no scroll cursor with hold for select 1");
        (cursor.Scroll, cursor.WithHold).ShouldBe(((bool?)false, true));
        Parsing.One<CloseCursorStatement>("close all").Cursor.ShouldBeNull();
        Parsing.One<NotifyStatement>("notify c, 'x'").Payload.ShouldBe("x");
        Parsing.One<UnlistenStatement>("unlisten *").Channel.ShouldBeNull();
        Outline.Of(Parsing.One<CallStatement>("call CHECK_REMOTE_SOURCE('S')").Call).ShouldBe("(check_remote_source 'S')");
        Parsing.One<MaintenanceStatement>("vacuum full verbose t (a), u").Tables.Count.ShouldBe(2);
        Parsing.One<MaintenanceStatement>("analyze").Command.ShouldBe(MaintenanceCommand.Analyze);
        Parsing.One<DiscardStatement>("discard temp").Target.ShouldBe(DiscardTarget.Temporary);
        Parsing.One<DoStatement>("do language plpgsql $$ begin end $$").Language.ShouldNotBeNull().Text.ShouldBe("plpgsql");
        Parsing.One<LockTableStatement>("lock table only t in access share mode nowait").Tables.Count.ShouldBe(1);
        Parsing.One<CheckpointStatement>("checkpoint");
    }
}
