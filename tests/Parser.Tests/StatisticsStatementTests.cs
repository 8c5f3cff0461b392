using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Tests;

public sealed class StatisticsStatementTests
{
    [Theory]
    [InlineData("create statistics on s.t", null, 0, null)]
    [InlineData("create statistics on t (a) type histogram buckets 100", null, 1, StatisticsKind.Histogram)]
    [InlineData("create statistics mine on s.t (a, \"B\") type simple", "mine", 2, StatisticsKind.Simple)]
    [InlineData("CREATE STATISTICS s.mine ON t TYPE RECORD COUNT", "s.mine", 0, StatisticsKind.RecordCount)]
    [InlineData("create statistics on t type sample sample size 500, refresh type manual", null, 0, StatisticsKind.Sample)]
    [InlineData("create statistics on t (a) type topk", null, 1, StatisticsKind.TopK)]
    public void Create(string sql, string? name, int columns, StatisticsKind? kind)
    {
        var create = Parsing.One<CreateStatisticsStatement>(sql);
        (create.Name?.ToString(), create.Columns.Count, create.Kind).ShouldBe((name, columns, kind));
        create.Properties.Unsupported.ShouldBeNull();
    }

    [Fact]
    public void Properties()
    {
        var all = Parsing.One<CreateStatisticsStatement>("create statistics on t (a) type histogram enable off, buckets 10, constraint 'MAXDIFF', persistent on, valid for estimation no initial refresh").Properties;
        (all.Enable, all.Buckets, all.InitialRefresh, all.Unsupported).ShouldBe((false, 10L, false, null));
        Parsing.One<CreateStatisticsStatement>("create statistics on t type sample size 7").Properties.SampleSize.ShouldBe(7);
        Parsing.One<CreateStatisticsStatement>("create statistics on t (a) refresh type auto").Properties.Unsupported.ShouldBe("REFRESH TYPE AUTO");
        Parsing.One<CreateStatisticsStatement>("create statistics on t (a) qerror 2.5").Properties.Unsupported.ShouldBe("QERROR");
    }

    [Fact]
    public void Objects_are_selected_by_name_or_by_what_they_are_about()
    {
        var named = Parsing.One<RefreshStatisticsStatement>("refresh statistics a, s.b").Selection;
        (named.Table, string.Join(' ', named.Names)).ShouldBe((null, "a s.b"));
        var touching = Parsing.One<DropStatisticsStatement>("drop statistics on s.t (a, b) cascade type all").Selection;
        (touching.Table?.ToString(), touching.Columns.Count, touching.Match, touching.Kind).ShouldBe(("s.t", 2, StatisticsMatch.Touching, null));
        var exact = Parsing.One<RefreshStatisticsStatement>("refresh statistics on t (a) exact having type simple refresh type auto").Selection;
        (exact.Match, exact.Kind, exact.NamesNone).ShouldBe((StatisticsMatch.Exact, StatisticsKind.Simple, true));
        Parsing.One<DropStatisticsStatement>("drop statistics if exists x").IfExists.ShouldBeTrue();
        var alter = Parsing.One<AlterStatisticsStatement>("alter statistics on t (a) type histogram set buckets 10, enable on no initial refresh");
        (alter.Selection.Kind, alter.Properties.Buckets, alter.Properties.Enable, alter.Properties.InitialRefresh).ShouldBe((StatisticsKind.Histogram, 10L, true, false));
    }

    [Theory]
    [InlineData("create statistics on t type", "syntax error at end of input")]
    [InlineData("create statistics on t type simple simple", "syntax error at or near \"simple\"")]
    [InlineData("create statistics on t buckets many", "syntax error at or near \"many\"")]
    [InlineData("refresh statistics on t type simple enable off", "syntax error at or near \"enable\"")]
    [InlineData("refresh statistics a type simple", "syntax error at or near \"type\"")]
    public void Errors(string sql, string message) => Parsing.Error(sql).Message.ShouldBe(message);

    [Fact]
    public void The_words_are_still_names() =>
        Parsing.Select("select count, record, simple, histogram, sample, size, buckets, statistics from topk").Items.Count.ShouldBe(8);
}
