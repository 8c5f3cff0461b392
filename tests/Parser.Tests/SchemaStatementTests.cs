using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

public sealed class SchemaStatementTests
{
    [Fact]
    public void Create_table_with_every_kind_of_column_and_constraint()
    {
        var table = Parsing.One<CreateTableStatement>(
            "create temp table if not exists s.t (id bigint generated always as identity primary key, a varchar(10) not null default 'x' || 'y' collate \"C\", " +
            "b int check (b > 0) references u (id) on delete cascade, c int generated always as (b + 1) stored, constraint k unique (a, b), " +
            "foreign key (b) references u, check (a <> ''), like v including defaults including all excluding all) on commit delete rows");
        table.IfNotExists.ShouldBeTrue();
        table.Temporary.ShouldBeTrue();
        table.OnCommit.ShouldBe(OnCommitAction.DeleteRows);
        table.Columns.Select(column => string.Join(' ', column.Constraints.Select(constraint => constraint.GetType().Name))).ShouldBe(
        [
            "IdentityConstraint ColumnKeyConstraint",
            "NullabilityConstraint DefaultConstraint CollationConstraint",
            "ColumnCheckConstraint ColumnReferenceConstraint",
            "GeneratedConstraint",
        ]);
        table.Columns[1].Constraints[1].ShouldBeOfType<DefaultConstraint>().Text.ShouldBe("'x' || 'y'");
        table.Constraints.Select(constraint => constraint.GetType().Name).ShouldBe(["KeyConstraint", "ForeignKeyConstraint", "CheckConstraint"]);
        table.Likes[0].Including.ShouldBe(["defaults"]);
        table.Likes[0].Position.ShouldBe(4);
    }

    [Fact]
    public void Tables_from_queries_and_other_tables()
    {
        Parsing.One<CreateTableAsStatement>("create table t (a) as select 1 with no data").WithData.ShouldBeFalse();
        Parsing.One<CreateTableStatement>("create column table t like s.v").Likes[0].Table.ToString().ShouldBe("s.v");
    }

    [Fact]
    public void A_view_keeps_its_querys_text()
    {
        var view = Parsing.One<CreateViewStatement>("create or replace view s.v (x) as  select a -- the key\n from t ;");
        view.OrReplace.ShouldBeTrue();
        view.QueryText.ShouldBe("select a -- the key\n from t");
    }

    [Theory]
    [InlineData("alter table t add column if not exists a int", typeof(AddColumnAction))]
    [InlineData("alter table t add primary key (a)", typeof(AddConstraintAction))]
    [InlineData("alter table t drop a cascade", typeof(DropColumnAction))]
    [InlineData("alter table t drop constraint k", typeof(DropConstraintAction))]
    [InlineData("alter table t rename a to b", typeof(RenameColumnAction))]
    [InlineData("alter table t rename to u", typeof(RenameTableAction))]
    [InlineData("alter table t set schema s", typeof(SetSchemaAction))]
    [InlineData("alter table t alter a type text using a::text", typeof(AlterColumnTypeAction))]
    [InlineData("alter table t alter a set default 1", typeof(AlterColumnDefaultAction))]
    [InlineData("alter table t alter a drop not null", typeof(AlterColumnNullabilityAction))]
    [InlineData("alter table t owner to me", typeof(ChangeOwnerAction))]
    [InlineData("alter table t enable trigger all", typeof(UnsupportedAlterAction))]
    [InlineData("alter table t attach partition p for values from (1) to (2)", typeof(UnsupportedAlterAction))]
    public void Alter_table(string sql, Type action) => Parsing.One<AlterTableStatement>(sql).Actions[0].ShouldBeOfType(action);

    [Theory]
    [InlineData("drop table if exists a, s.b cascade", ObjectKind.Table)]
    [InlineData("drop table v with remote", ObjectKind.Table)]
    [InlineData("drop view v", ObjectKind.View)]
    [InlineData("drop schema s restrict", ObjectKind.Schema)]
    [InlineData("drop index i", ObjectKind.Index)]
    [InlineData("drop virtual table v", ObjectKind.VirtualTable)]
    [InlineData("drop remote source \"S\" cascade", ObjectKind.RemoteSource)]
    [InlineData("drop adapter a", ObjectKind.Adapter)]
    public void Drop(string sql, ObjectKind kind) => Parsing.One<DropStatement>(sql).Kind.ShouldBe(kind);

    [Fact]
    public void Schemas_indexes_and_comments()
    {
        Parsing.One<CreateSchemaStatement>("create schema if not exists s authorization me").Authorization.ShouldNotBeNull().Text.ShouldBe("me");
        Parsing.One<CreateSchemaStatement>("create schema authorization me").Name.ShouldBeNull();
        var index = Parsing.One<CreateIndexStatement>("create unique index concurrently if not exists i on t using btree (a desc, lower(b) text_ops, (c + 1)) where a > 1");
        index.Columns.Select(column => Outline.Of(column.Expression)).ShouldBe(["a", "(lower b)", "(+ c 1)"]);
        index.Method.ShouldNotBeNull().Text.ShouldBe("btree");
        Parsing.One<CommentStatement>("comment on column s.t.c is null").Text.ShouldBeNull();
    }

    [Theory]
    [InlineData("create or replace function f() returns int as $$ select 1; $$ language sql", "CREATE FUNCTION")]
    [InlineData("drop materialized view v", "DROP MATERIALIZED VIEW")]
    [InlineData("comment on remote subscription s is 'x'", "COMMENT ON REMOTE SUBSCRIPTION")]
    [InlineData("comment on function f() is 'x'", "COMMENT ON FUNCTION")]
    [InlineData("create table p partition of t for values in (1)", "CREATE TABLE ... PARTITION OF")]
    public void Families_not_modelled_are_recognised(string sql, string construct) => Parsing.One<UnsupportedStatement>(sql).Construct.ShouldBe(construct);

    [Theory]
    [InlineData("create table t (a int) partition by range (a)")]
    [InlineData("create table t (a int, exclude using gist (a with =))")]
    [InlineData("select a::setof int")]
    public void Constructs_not_modelled_are_not_called_wrong(string sql) => Parsing.Error(sql).State.Code.ShouldBe("0A000");
}
