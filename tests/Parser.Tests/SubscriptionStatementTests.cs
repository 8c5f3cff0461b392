using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

public sealed class SubscriptionStatementTests
{
    [Theory]
    [InlineData("create remote subscription s on v target table t", PropagatedChanges.None, LoadBehavior.Normal, "")]
    [InlineData("CREATE REMOTE SUBSCRIPTION a.s ON b.v TARGET c.t", PropagatedChanges.None, LoadBehavior.Normal, "")]
    [InlineData("create remote subscription s on v with schema changes target table t", PropagatedChanges.All, LoadBehavior.Normal, "")]
    [InlineData("create remote subscription s on v with restricted schema changes target t change type column k upsert", PropagatedChanges.Restricted, LoadBehavior.Upsert, "Type k")]
    [InlineData("create remote subscription s on v target table t change type column k change time column w change sequence column n insert", PropagatedChanges.None, LoadBehavior.Insert, "Type k, Time w, Sequence n")]
    [InlineData("create remote subscription s on task target table task change type column change insert", PropagatedChanges.None, LoadBehavior.Insert, "Type change")]
    public void Of_a_virtual_table(string sql, PropagatedChanges propagated, LoadBehavior load, string columns)
    {
        var create = Parsing.One<CreateRemoteSubscriptionStatement>(sql);
        create.Query.ShouldBeNull();
        create.VirtualTable.ShouldNotBeNull();
        create.Target.Name.ShouldNotBeNull();
        (create.Propagated, create.Target.Kind, create.Target.Load).ShouldBe((propagated, SubscriptionTargetKind.Table, load));
        string.Join(", ", create.Target.ChangeColumns.Select(column => $"{column.Kind} {column.Column.Text}")).ShouldBe(columns);
    }

    [Theory]
    [InlineData("create remote subscription s as (select a, b + 1 from v where a > 5) target table t")]
    [InlineData("create remote subscription s using (select a, b + 1 from v where a > 5) target t insert")]
    public void Of_a_query(string sql)
    {
        var create = Parsing.One<CreateRemoteSubscriptionStatement>(sql);
        create.VirtualTable.ShouldBeNull();
        create.Query.ShouldNotBeNull();
        create.QueryText.ShouldBe("select a, b + 1 from v where a > 5");
    }

    [Theory]
    [InlineData("create remote subscription s on v target task f (a => 1, b => 'x') procedure parameters (p)", SubscriptionTargetKind.Task)]
    [InlineData("create remote subscription s on v target procedure a.p", SubscriptionTargetKind.Procedure)]
    public void Other_targets_are_recognised(string sql, SubscriptionTargetKind kind) => Parsing.One<CreateRemoteSubscriptionStatement>(sql).Target.Kind.ShouldBe(kind);

    [Theory]
    [InlineData("create remote subscription a.s on v target task as 'select 1 from changes'", SubscriptionTargetKind.Task)]
    [InlineData("create remote subscription s on v target procedure as $$ select 1 from changes $$", SubscriptionTargetKind.Procedure)]
    public void Statements_are_targets(string sql, SubscriptionTargetKind kind)
    {
        var target = Parsing.One<CreateRemoteSubscriptionStatement>(sql).Target;
        (target.Kind, target.Name.Last.Text, target.Body!.Statements.Count).ShouldBe((kind, "s", 1));
    }

    [Theory]
    [InlineData("alter remote subscription a.s queue", SubscriptionCommand.Queue)]
    [InlineData("alter remote subscription s DISTRIBUTE", SubscriptionCommand.Distribute)]
    [InlineData("alter remote subscription s reset", SubscriptionCommand.Reset)]
    [InlineData("alter remote subscription s resync", SubscriptionCommand.Resync)]
    public void Orders(string sql, SubscriptionCommand command) => Parsing.One<AlterRemoteSubscriptionStatement>(sql).Command.ShouldBe(command);

    [Theory]
    [InlineData("alter remote subscription s as (select a from v where a > 5)", "", "select a from v where a > 5", "")]
    [InlineData("alter remote subscription s on b.v", "b.v", "", "")]
    [InlineData("alter remote subscription s target table t change type column k upsert", "", "", "t Upsert k")]
    [InlineData("alter remote subscription s using (select a from v) target t", "", "select a from v", "t Normal ")]
    public void What_it_takes_is_changed(string sql, string table, string query, string target)
    {
        var redefine = Parsing.One<RedefineRemoteSubscriptionStatement>(sql);
        (redefine.VirtualTable?.ToString() ?? "", redefine.QueryText ?? "").ShouldBe((table, query));
        (redefine.Target is { } clause ? $"{clause.Name} {clause.Load} {string.Concat(clause.ChangeColumns.Select(column => column.Column.Text))}" : "").ShouldBe(target);
    }

    [Fact]
    public void A_part_is_synchronised_again()
    {
        var resync = Parsing.One<AlterRemoteSubscriptionStatement>("alter remote subscription s resync where id between 5 and 7");
        (resync.Command, resync.WhereText).ShouldBe((SubscriptionCommand.Resync, "id between 5 and 7"));
        resync.Where.ShouldNotBeNull();
    }

    [Fact]
    public void Drop_and_owner()
    {
        var drop = Parsing.One<DropRemoteSubscriptionStatement>("drop remote subscription if exists a.s, b");
        (string.Join(' ', drop.Names), drop.IfExists).ShouldBe(("a.s b", true));
        Parsing.One<ChangeSubscriptionOwnerStatement>("alter remote subscription s owner to ada").NewOwner.Text.ShouldBe("ada");
    }

    [Fact]
    public void Exceptions_are_processed_one_by_one_or_many_at_once()
    {
        var one = Parsing.One<ProcessRemoteSubscriptionExceptionStatement>("process remote subscription exception 4711 retry");
        (one.Oid, one.Command).ShouldBe((4711, ExceptionCommand.Retry));
        var many = Parsing.One<ProcessRemoteSubscriptionExceptionStatement>("process remote subscription exceptions where error_number = 301 and key like '%7' ignore");
        (many.Oid, many.Command).ShouldBe((null, ExceptionCommand.Ignore));
        Outline.Of(many.Where.ShouldNotBeNull()).ShouldBe("(and (= error_number 301) (Like key '%7' -))");
        Parsing.One<ProcessRemoteSubscriptionExceptionStatement>("process remote subscription exceptions purge").Where.ShouldBeNull();
    }

    [Theory]
    [InlineData("create remote subscription s target t")]
    [InlineData("create remote subscription s on v target t replace")]
    [InlineData("alter remote subscription s stop")]
    [InlineData("process remote subscription exception 'x' retry")]
    [InlineData("process remote subscription exception 1 purge")]
    [InlineData("process remote subscription exception 99999999999999999999 retry")]
    public void Wrong_ones_are_syntax_errors(string sql) => Parsing.Error(sql).State.Code.ShouldBe("42601");

    [Fact]
    public void The_words_of_subscriptions_name_columns_as_before() =>
        Parsing.One<QueryStatement>("select target, task.queue, change process, retry, resync from process as task where ignore = 'x' and exception > 1 order by changes").ShouldNotBeNull();
}
