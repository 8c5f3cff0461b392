using FederationGateway.Common;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;
using static FederationGateway.Optimizer.Tests.Plans;

namespace FederationGateway.Optimizer.Tests;

public class EstimatorTests
{
    private readonly Plans _plans = new();

    [Fact]
    public void A_common_value_has_its_own_fraction_and_the_others_share_the_rest()
    {
        var scan = Scan(10_000, Define("status", SqlType.Text) with { Statistics = new ColumnStatistics(5, 0.1) { MostCommon = [new("open", 0.6), new("paid", 0.2)] } });
        Rows(scan, Equal(Of(scan, 0), Text("open"))).ShouldBe(6000, 1);
        Rows(scan, Equal(Text("paid"), Of(scan, 0))).ShouldBe(2000, 1);
        Rows(scan, Equal(Of(scan, 0), Text("lost"))).ShouldBe(10_000 * 0.1 / 3, 1);
        Rows(scan, new InListExpression(Of(scan, 0), [Text("open"), Text("paid")])).ShouldBe(8000, 1);
        Rows(scan, Compare(Of(scan, 0), ComparisonOperator.NotEqual, Text("open"))).ShouldBe(3000, 1);
        Rows(scan, new IsNullExpression(Of(scan, 0))).ShouldBe(1000, 1);
        Rows(scan, new IsNullExpression(Of(scan, 0), IsNegated: true)).ShouldBe(9000, 1);
    }

    [Fact]
    public void A_range_is_read_off_the_histogram()
    {
        // Half of the rows are between 0 and 10, the others between 10 and 1000.
        var scan = Scan(10_000, Define("n") with { Statistics = new ColumnStatistics(1000, 0) { Histogram = ["0", "5", "10", "500", "1000"] } });
        Rows(scan, Compare(Of(scan, 0), ComparisonOperator.Less, Int(10))).ShouldBe(5000, 1);
        Rows(scan, Greater(Of(scan, 0), Int(10))).ShouldBe(5000, 1);
        Rows(scan, Greater(Of(scan, 0), Int(2)), Compare(Of(scan, 0), ComparisonOperator.LessOrEqual, Int(3))).ShouldBe(500, 1);
        Rows(scan, Greater(Of(scan, 0), Int(2000))).ShouldBeLessThan(2);
        Rows(scan, Compare(Int(10), ComparisonOperator.Greater, Of(scan, 0))).ShouldBe(5000, 1);
    }

    [Theory]
    [InlineData("1992-01-01", "1999-01-01", "1993-01-01", 0.143)]
    [InlineData("1992-01-01", "1999-01-01", "1990-01-01", 0.0)]
    [InlineData("1992-01-01", "1999-01-01", "2001-01-01", 1.0)]
    public void Smallest_and_largest_will_do(string smallest, string largest, string bound, double fraction)
    {
        var scan = Scan(10_000, Define("d", SqlType.Date) with { Statistics = new ColumnStatistics(2500, 0, 4, smallest, largest) });
        var days = DateOnly.Parse(bound, System.Globalization.CultureInfo.InvariantCulture).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        Rows(scan, Compare(Of(scan, 0), ComparisonOperator.Less, new ConstantExpression(days, SqlType.Date))).ShouldBe(10_000 * fraction, 10);
    }

    [Theory]
    [InlineData("2024-01-01 00:00:00+00", "2024-01-11 00:00:00+00")]
    [InlineData("2024-01-01 02:00:00+02", "2024-01-11 05:30:00+05:30")]
    public void Moments_with_offsets_are_understood(string smallest, string largest)
    {
        var scan = Scan(10_000, Define("t", SqlType.TimestampTz) with { Statistics = new ColumnStatistics(10_000, 0, 8, smallest, largest) });
        var middle = (new DateTime(2024, 1, 6, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        Rows(scan, Greater(Of(scan, 0), new ConstantExpression(middle, SqlType.TimestampTz))).ShouldBe(5000, 10);
    }

    [Fact]
    public void The_longer_a_pattern_the_fewer_rows_match()
    {
        var scan = Scan(10_000, Define("t", SqlType.Text));
        Rows(scan, new LikeExpression(Of(scan, 0), Text("%green%"))).ShouldBe(80, 1);
        Rows(scan, new LikeExpression(Of(scan, 0), Text("%"))).ShouldBe(10_000);
        Rows(scan, new LikeExpression(Of(scan, 0), Text("%green%"), IsNegated: true)).ShouldBe(9920, 1);
        Rows(scan, new LikeExpression(Of(scan, 0), Text("a very long text that nothing is like"))).ShouldBe(1, 0.1);
    }

    [Fact]
    public void Groups_of_some_rows_are_fewer_than_all_values()
    {
        var scan = Scan(1_000_000, Define("k") with { Statistics = new ColumnStatistics(100_000, 0) }, Define("c", nullable: false) with { Statistics = new ColumnStatistics(4, 0) });
        var groups = new AggregateNode(scan, [Pass(scan, 0)], [_plans.Count()]);
        Estimator.Rows(groups).ShouldBe(100_000, 100);
        var few = Filter(scan, Equal(Of(scan, 1), Int(1)));
        Estimator.Rows(new AggregateNode(few, [Pass(few, 0)], [_plans.Count()])).ShouldBe(100_000 * (1 - Math.Pow(0.75, 10)), 100);
    }

    [Fact]
    public void Keys_of_two_columns_do_not_multiply()
    {
        // Each of a million lines has one of 8000 pairs of part and supplier.
        var lines = Scan(1_000_000, Known("part", 2000), Known("supplier", 100));
        var pairs = Scan(8000, Known("part", 2000), Known("supplier", 100));
        var join = new JoinNode(JoinKind.Inner, lines, pairs, And(Equal(Of(lines, 0), Of(pairs, 0)), Equal(Of(lines, 1), Of(pairs, 1))));
        Estimator.Rows(join).ShouldBeInRange(8000, 1_000_000);
        Estimator.Rows(Join(lines, pairs)).ShouldBe(1_000_000.0 * 8000 / 2000, 1);
    }

    private static TableColumn Known(string name, double distinct) => Define(name) with { Statistics = new ColumnStatistics(distinct, 0) };

    private ScanNode Scan(double rows, params TableColumn[] columns) => _plans.Scan(Table("crm", "t", rows, columns));

    private static double Rows(PlanNode input, params Expression[] conditions) => Estimator.Rows(Filter(input, conditions));
}
