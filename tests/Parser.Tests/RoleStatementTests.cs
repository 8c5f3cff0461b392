using FederationGateway.Common;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

/// <summary>Accounts, privileges, credentials.</summary>
public class RoleStatementTests
{
    [Theory]
    [InlineData("create user u password 'Xy1'", true, "Xy1")]
    [InlineData("create user u password \"Xy1\" no force_first_password_change", true, "Xy1")]
    [InlineData("create role u with encrypted password 'Xy1' login", false, "Xy1")]
    [InlineData("create group u", false, null)]
    [InlineData("create role u password null", false, null)]
    public void Accounts(string sql, bool isUser, string? secret)
    {
        var create = Parsing.One<CreateRoleStatement>(sql);
        (create.Name.Text, create.IsUser, create.Options.Password?.Secret).ShouldBe(("u", isUser, secret));
        if (secret is not null) create.Options.ToString().ShouldNotContain(secret, Case.Sensitive);
    }

    [Fact]
    public void Options_of_a_role()
    {
        var options = Parsing.One<CreateRoleStatement>("create role r superuser nologin createrole nocreatedb noinherit replication nobypassrls connection limit -1 valid until 'infinity' in role a, b role c admin d, \"E\"").Options;
        (options.IsAdministrator, options.CanLogIn, options.CanCreateRoles, options.CanCreateDatabases, options.Inherits, options.CanReplicate, options.BypassesRowSecurity)
            .ShouldBe((true, false, true, false, false, true, false));
        (options.ConnectionLimit, options.ValidUntil).ShouldBe((-1, "infinity"));
        options.MemberOf.Select(name => name.Text).ShouldBe(["a", "b"]);
        options.Members.Select(name => name.Text).ShouldBe(["c"]);
        options.Administrators.Select(name => name.Text).ShouldBe(["d", "E"]);
    }

    [Theory]
    [InlineData("create role r login nologin", 20)]
    [InlineData("create role r fly", 14)]
    [InlineData("create role r 'x'", 14)]
    [InlineData("create user r password", 14)]
    [InlineData("create role r connection limit 'x'", 31)]
    [InlineData("create role r in role", 17)]
    [InlineData("create role", 11)]
    [InlineData("grant select on t", 17)]
    [InlineData("grant select on t to u with fly option", 28)]
    [InlineData("grant select on t to u given by v", 23)]
    [InlineData("revoke select on t to u", 19)]
    [InlineData("grant select on all tabs in schema s to u", -1)]
    [InlineData("drop roles r", 5)]
    [InlineData("create credential for user u part 'a' purpose 'b' type 'c'", 29)]
    public void What_does_not_fit_is_an_error_where_it_stands(string sql, int position)
    {
        var error = Should.Throw<GatewayException>(() => SqlParser.Parse(sql));
        if (position < 0) error.State.ShouldBe(SqlState.FeatureNotSupported);
        else (error.State, error.Position).ShouldBe((SqlState.SyntaxError, position));
    }

    [Theory]
    [InlineData("grant select, insert (a, b) on t, s.u to x, public", "SELECT|INSERT", GrantTargetKind.Relation, "t|s.u")]
    [InlineData("grant all privileges on table t to x", "ALL PRIVILEGES", GrantTargetKind.Relation, "t")]
    [InlineData("grant all on all tables in schema s, r to x", "ALL", GrantTargetKind.SchemaContent, "s|r")]
    [InlineData("grant select, usage on sequence s, r.t to x", "SELECT|USAGE", GrantTargetKind.Sequence, "s|r.t")]
    [InlineData("grant all on all sequences in schema s to x", "ALL", GrantTargetKind.SchemaSequences, "s")]
    [InlineData("grant usage, create on schema s to group x", "USAGE|CREATE", GrantTargetKind.Schema, "s")]
    [InlineData("grant create virtual table, process remote subscription exception, linked database on remote source s to x", "CREATE VIRTUAL TABLE|PROCESS REMOTE SUBSCRIPTION EXCEPTION|LINKED DATABASE", GrantTargetKind.RemoteSource, "s")]
    [InlineData("grant usage on foreign server s to x", "USAGE", GrantTargetKind.RemoteSource, "s")]
    [InlineData("grant alter on all remote sources to x", "ALTER", GrantTargetKind.AllRemoteSources, "")]
    [InlineData("grant create on database d to x", "CREATE", GrantTargetKind.Database, "d")]
    [InlineData("grant create remote source, catalog read to x", "CREATE REMOTE SOURCE|CATALOG READ", null, "")]
    public void Privileges(string sql, string items, GrantTargetKind? kind, string names)
    {
        var grant = Parsing.One<GrantStatement>(sql);
        grant.Items.Select(item => item.Words).ShouldBe(items.Split('|'));
        grant.Target?.Kind.ShouldBe(kind!.Value);
        string.Join('|', grant.Target?.Names.Select(name => name.ToString()) ?? []).ShouldBe(names);
        var revoke = Parsing.One<RevokeStatement>(sql.Replace("grant ", "revoke ", StringComparison.Ordinal).Replace(" to ", " from ", StringComparison.Ordinal) + " cascade");
        (revoke.Items.Count, revoke.Behavior).ShouldBe((grant.Items.Count, DropBehavior.Cascade));
    }

    [Fact]
    public void Options_of_a_grant()
    {
        Parsing.One<GrantStatement>("grant select on t to x with grant option granted by current_user").ShouldSatisfyAllConditions(
            grant => grant.Option.ShouldBe(GrantOption.Grant), grant => grant.GrantedBy!.Text.ShouldBe("current_user"));
        Parsing.One<GrantStatement>("grant a, b to x with admin option").Option.ShouldBe(GrantOption.Admin);
        Parsing.One<RevokeStatement>("revoke grant option for select on t from x").OptionOnly.ShouldBe(GrantOption.Grant);
        Parsing.One<RevokeStatement>("revoke admin option for a from x").OptionOnly.ShouldBe(GrantOption.Admin);
    }

    [Theory]
    [InlineData("alter user u password 'x'", typeof(AlterRoleStatement))]
    [InlineData("alter role u rename to v", typeof(RenameRoleStatement))]
    [InlineData("alter role u set search_path to a, b", typeof(RoleSettingStatement))]
    [InlineData("alter role u reset all", typeof(RoleSettingStatement))]
    [InlineData("alter group g add user u", typeof(GrantStatement))]
    [InlineData("alter group g drop user u", typeof(RevokeStatement))]
    [InlineData("drop user if exists u, v cascade", typeof(DropRoleStatement))]
    [InlineData("reassign owned by a, b to c", typeof(ReassignOwnedStatement))]
    [InlineData("drop owned by a cascade", typeof(DropOwnedStatement))]
    [InlineData("alter schema s owner to r", typeof(AlterSchemaOwnerStatement))]
    [InlineData("create credential for user u component 'SAPHANAFEDERATION' purpose 's' type 'PASSWORD' using 'x'", typeof(CredentialStatement))]
    [InlineData("drop credential for component 'SAPHANAFEDERATION' purpose 's' type 'PASSWORD'", typeof(CredentialStatement))]
    [InlineData("create user mapping if not exists for user server s options (user 'a', password 'x')", typeof(UserMappingStatement))]
    [InlineData("alter user mapping for public server s options (set password 'x', drop user)", typeof(UserMappingStatement))]
    [InlineData("drop user mapping if exists for u server s", typeof(UserMappingStatement))]
    public void The_other_statements(string sql, Type statement) => SqlParser.Parse(sql).ShouldHaveSingleItem().Statement.ShouldBeOfType(statement);
}
