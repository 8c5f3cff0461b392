using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

public sealed class FederationStatementTests
{
    [Fact]
    public void Create_remote_source()
    {
        var source = Parsing.One<CreateRemoteSourceStatement>(
            "create remote source \"PG1\" adapter postgresql at location agent group g configuration 'host=db;port=5432' " +
            "with credential type 'PASSWORD' using 'user=u;password=it''s'");
        (source.Name.Text, source.Adapter.Text, source.Configuration).ShouldBe(("PG1", "postgresql", "host=db;port=5432"));
        source.Location.ShouldNotBeNull().Kind.ShouldBe(LocationKind.AgentGroup);
        source.Credential.ShouldNotBeNull().Secret.ShouldBe("user=u;password=it's");
        source.ToString().ShouldNotContain("it's");
        Parsing.One<CreateRemoteSourceStatement>("create remote source if not exists f adapter file configuration file 'x' configuration ''").ConfigurationFile.ShouldBe("x");
    }

    [Theory]
    [InlineData("configuration 'a=b'", typeof(ReconfigureAction))]
    [InlineData("adapter file configuration 'a=b' with credential type 'PASSWORD' using 'c'", typeof(ReconfigureAction))]
    [InlineData("drop credential type 'PASSWORD'", typeof(ReconfigureAction))]
    [InlineData("set property 'CAP_LIMIT' = 'false', 'x' = 'y'", typeof(SetSourcePropertiesAction))]
    [InlineData("unset property all", typeof(UnsetSourcePropertiesAction))]
    [InlineData("suspend capture", typeof(SourceCommandAction))]
    [InlineData("cancel refresh objects", typeof(SourceCommandAction))]
    [InlineData("stop latency monitoring t", typeof(StopLatencyMonitoringAction))]
    [InlineData("clear latency history", typeof(ClearLatencyHistoryAction))]
    [InlineData("clear latency history t", typeof(ClearLatencyHistoryAction))]
    public void Alter_remote_source(string action, Type kind) =>
        Parsing.One<AlterRemoteSourceStatement>($"alter remote source s {action}").Action.ShouldBeOfType(kind);

    [Fact]
    public void Latency_monitoring()
    {
        var start = Parsing.One<AlterRemoteSourceStatement>("alter remote source s start latency monitoring Ticket interval 60").Action.ShouldBeOfType<StartLatencyMonitoringAction>();
        (start.Ticket.Text, start.Ticket.Span.Start, start.Interval?.Seconds).ShouldBe(("ticket", 47, 60L));
        start = Parsing.One<AlterRemoteSourceStatement>("alter remote source s start latency monitoring 'A ticket'").Action.ShouldBeOfType<StartLatencyMonitoringAction>();
        (start.Ticket.Text, start.Interval).ShouldBe(("A ticket", null));
        Parsing.Error("alter remote source s start latency monitoring t interval '60'").Message.ShouldBe("syntax error at or near \"'60'\"");
    }

    [Fact]
    public void Altering_nothing_is_an_error() => Parsing.Error("alter remote source s").Message.ShouldBe("syntax error at end of input");

    [Theory]
    [InlineData("\"S\".\"public\".\"T\"", null, "public")]
    [InlineData("\"S\".\"<NULL>\".\"<NULL>\".\"public.t\"", null, null)]
    [InlineData("s.NULL.dbo.t", null, "dbo")]
    [InlineData("s.crm.dbo.t", "crm", "dbo")]
    [InlineData("s.t", null, null)]
    public void Virtual_tables_point_at_remote_objects(string name, string? database, string? schema)
    {
        var remote = Parsing.One<CreateVirtualTableStatement>($"create virtual table v at {name}").Remote;
        (remote.Database?.Text, remote.Schema?.Text).ShouldBe((database, schema));
        remote.Source.Text.ShouldBe(name[0] == '"' ? "S" : "s");
    }

    [Fact]
    public void Virtual_tables_with_columns_and_properties()
    {
        var table = Parsing.One<CreateVirtualTableStatement>(
            "create virtual table if not exists s.v (a nvarchar(10) not null, b decimal(10,2) primary key) at \"S\".\"o\".\"t\" " +
            "remote property 'dataprovisioning_parameters' = '<x/>' with property 'p' = 'v', 'q' = 'w' with remote");
        table.Columns.Count.ShouldBe(2);
        table.RemoteProperties[0].Value.ShouldBe("<x/>");
        table.Properties.Select(property => property.Name).ShouldBe(["p", "q"]);
        table.WithRemote.ShouldBeTrue();
        Parsing.Error("create virtual table v at a.b.c.d.e").Message.ShouldBe("syntax error at or near \".\"");
    }

    [Theory]
    [InlineData("set property 'a' = 'b'", typeof(SetTablePropertiesAction))]
    [InlineData("alter c set property 'a' = 'b'", typeof(SetTablePropertiesAction))]
    [InlineData("alter column c unset property 'a', 'b'", typeof(UnsetTablePropertiesAction))]
    [InlineData("refresh definition", typeof(RefreshDefinitionAction))]
    [InlineData("add shared snapshot replica async", typeof(ReplicaAction))]
    [InlineData("cancel add not shared replica name s.r", typeof(ReplicaAction))]
    [InlineData("refresh snapshot replica", typeof(ReplicaAction))]
    [InlineData("drop replica", typeof(ReplicaAction))]
    public void Alter_virtual_table(string action, Type kind) =>
        Parsing.One<AlterVirtualTableStatement>($"alter virtual table s.v {action}").Action.ShouldBeOfType(kind);

    [Fact]
    public void Adapters()
    {
        Parsing.One<CreateAdapterStatement>("create adapter \"A\" properties 'display_name=x' at location dpserver").Properties.ShouldBe("display_name=x");
        Parsing.One<AlterAdapterStatement>("alter adapter a add location agent x").Action.ShouldBe(AlterAdapterAction.AddLocation);
        Parsing.One<AlterAdapterStatement>("alter adapter a refresh at location agent x").Action.ShouldBe(AlterAdapterAction.RefreshAtLocation);
    }

    [Fact]
    public void Import_foreign_schema()
    {
        var import = Parsing.One<ImportForeignSchemaStatement>(
            "import foreign schema public limit to (a, \"B\") from server \"S\" into crm options (import_default 'true')");
        import.Filter.ShouldBe(ImportFilter.LimitTo);
        import.Tables.Select(table => table.ToString()).ShouldBe(["a", "B"]);
        (import.RemoteSchema.Text, import.Source.Text, import.LocalSchema.Text).ShouldBe(("public", "S", "crm"));
        import.Options[0].Values[0].ShouldBe("true");
        Parsing.One<ImportForeignSchemaStatement>("import foreign schema s except (t) from server x into y").Filter.ShouldBe(ImportFilter.Except);
    }
}
