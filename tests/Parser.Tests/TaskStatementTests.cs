using FederationGateway.Common;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

public sealed class TaskStatementTests
{
    [Theory]
    [InlineData("create replication task t from v to x mode replication", ReplicationMode.Replication, ReplicationExtent.Both, null)]
    [InlineData("CREATE REPLICATION TASK a.t FROM b.v TO c.x MODE LOGICAL DELETE INITIAL LOAD ONLY", ReplicationMode.LogicalDelete, ReplicationExtent.InitialLoadOnly, null)]
    [InlineData("create replication task t from \"src\".\"Schema\" to x mode preserve all realtime only", ReplicationMode.PreserveAll, ReplicationExtent.RealtimeOnly, null)]
    [InlineData("create replication task t from v to x mode replication where a > 5 and b = 'x'", ReplicationMode.Replication, ReplicationExtent.Both, "a > 5 and b = 'x'")]
    [InlineData("create replication task task from load to wait mode logical delete realtime only where initial = 1", ReplicationMode.LogicalDelete, ReplicationExtent.RealtimeOnly, "initial = 1")]
    public void Create(string sql, ReplicationMode mode, ReplicationExtent extent, string? where)
    {
        var create = Parsing.One<CreateReplicationTaskStatement>(sql);
        (create.Mode, create.Extent, create.WhereText).ShouldBe((mode, extent, where));
        (create.Where is null).ShouldBe(where is null);
    }

    [Fact]
    public void Parts()
    {
        PartitionClause Of(string clause) => Parsing.One<CreateReplicationTaskStatement>($"create replication task t from v to x mode replication where a > 1 {clause}").Partitions.ShouldNotBeNull();
        var range = Of("PARTITION BY RANGE (\"Id\") (10, -20 + 5, '30')").ShouldBeOfType<RangePartitions>();
        (range.Column.Text, range.Bounds.Count, range.Text).ShouldBe(("Id", 3, "PARTITION BY RANGE (\"Id\") (10, -20 + 5, '30')"));
        var equal = Of("partition by range (id) partitions 8").ShouldBeOfType<EqualPartitions>();
        (equal.Column.Text, equal.Count).ShouldBe(("id", 8));
        var list = Of("partition by list (country) (('DE', 'AT'), ('US'))").ShouldBeOfType<ListPartitions>();
        (list.Column.Text, string.Join(',', list.Lists.Select(values => values.Count))).ShouldBe(("country", "2,1"));
        Parsing.One<CreateReplicationTaskStatement>("create replication task t from v to x mode replication").Partitions.ShouldBeNull();
        Parsing.One<QueryStatement>("select partitions, list, range from partition");
    }

    [Theory]
    [InlineData("start task t", "t", false)]
    [InlineData("START TASK \"S\".\"T\" ASYNC", "S.T", true)]
    public void Start(string sql, string name, bool isAsync)
    {
        var start = Parsing.One<StartTaskStatement>(sql);
        (string.Join('.', start.Name.Parts.Select(part => part.Text)), start.IsAsync).ShouldBe((name, isAsync));
    }

    [Theory]
    [InlineData("create task t procedure p", "t", "p")]
    [InlineData("CREATE TASK a.t AS PROCEDURE b.p", "a.t", "b.p")]
    public void Create_of_a_procedure(string sql, string name, string procedure)
    {
        var create = Parsing.One<CreateTaskStatement>(sql);
        (create.Name.ToString(), create.Procedure?.ToString()).ShouldBe((name, procedure));
        create.Body.ShouldBeNull();
    }

    [Fact]
    public void Create_of_statements()
    {
        const string sql = "create task t (a int, in b table (x text)) as 'select :a; delete from t'";
        var create = Parsing.One<CreateTaskStatement>(sql);
        create.Procedure.ShouldBeNull();
        (create.Body!.Text, create.Body.Statements.Count, create.Parameters.Count).ShouldBe(("select :a; delete from t", 2, 2));
        create.Body.Statements[1].Span.Start.ShouldBe(sql.IndexOf("delete", StringComparison.Ordinal));
        Parsing.One<CreateTaskStatement>("create task t as $$ select 1 $$").Parameters.ShouldBeEmpty();
    }

    [Fact]
    public void Start_with_arguments() => Parsing.One<StartTaskStatement>("start task t async (1, b => 'x') procedure parameters (c => d + 1)").Arguments
        .Select(given => $"{given.Argument.Name?.Text}={given.Text}{(given.IsProcedures ? " p" : "")}").ShouldBe(["=1", "b='x'", "c=d + 1 p"]);

    [Theory]
    [InlineData("cancel task 16400", 16400, null)]
    [InlineData("CANCEL TASK 1 WAIT 0", 1, 0)]
    [InlineData("cancel task 1 wait 30", 1, 30)]
    public void Cancel(string sql, long execution, int? seconds)
    {
        var cancel = Parsing.One<CancelTaskStatement>(sql);
        (cancel.Execution, cancel.WaitSeconds).ShouldBe((execution, seconds));
    }

    [Theory]
    [InlineData("drop task t", false, 1)]
    [InlineData("drop replication task if exists a.t, u cascade", true, 2)]
    public void Drop(string sql, bool ifExists, int names)
    {
        var drop = Parsing.One<DropTaskStatement>(sql);
        (drop.IfExists, drop.Names.Count).ShouldBe((ifExists, names));
    }

    [Fact]
    public void Its_words_are_names_elsewhere() =>
        Parsing.One<QueryStatement>("select initial, load, realtime, logical, wait, replication from task initial where load = realtime");

    [Theory]
    [InlineData("create replication task t from v to x")]
    [InlineData("create replication task t from v to x mode delete")]
    [InlineData("create replication task t from v to x mode replication initial load")]
    [InlineData("create replication task t from v mode replication")]
    [InlineData("create replication task t from v to x mode replication partition by (a)")]
    [InlineData("create replication task t from v to x mode replication partition by range (a)")]
    [InlineData("create replication task t from v to x mode replication partition by range (a) parts 3")]
    [InlineData("create replication task t from v to x mode replication partition by range (a) partitions 99999999999")]
    [InlineData("create replication task t from v to x mode replication partition by hash (a) ((1))")]
    [InlineData("create replication task t from v to x mode replication partition by list (a) (1, 2)")]
    [InlineData("create replication task t from v to x mode replication partition by range (a, b) (1)")]
    [InlineData("start task")]
    [InlineData("create task t")]
    [InlineData("create task t (a int) as procedure p")]
    [InlineData("create task t as 'select from'")]
    [InlineData("cancel task t")]
    [InlineData("cancel task 99999999999999999999")]
    [InlineData("cancel task 1 wait 9999999999")]
    public void What_is_left_out_is_a_syntax_error(string sql) =>
        Should.Throw<GatewayException>(() => SqlParser.Parse(sql)).State.ShouldBe(SqlState.SyntaxError);
}
