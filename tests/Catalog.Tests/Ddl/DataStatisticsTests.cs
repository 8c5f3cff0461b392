using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Tests.Fixtures;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Tests.Ddl;

public class DataStatisticsTests
{
    private static readonly DateTime Then = new(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Created_statistics_stand_over_the_sources()
    {
        using var store = Landscape.Create();
        Customers(store).PlanningHandle.Statistics!.RowCount.ShouldBe(1200);
        Create(store, "rows", DataStatisticsType.RecordCount, [], new MeasuredStatistics(Then, "CREATE", 5000, false, []));
        var spread = new ColumnStatistics(7, 0.5) { MostCommon = [new CommonValue("Ada", 0.25)] };
        Create(store, "names", DataStatisticsType.Histogram, ["name"], new MeasuredStatistics(Then.AddHours(-1), "CREATE", 4000, false, [new MeasuredColumn("name", spread)]));
        var planned = Customers(store).PlanningHandle;
        planned.Statistics!.RowCount.ShouldBe(5000, "the later count");
        var name = planned.Columns[1].Statistics!;
        (name.DistinctCount, name.NullFraction, name.AverageWidth).ShouldBe((7, 0.5, 12));
        name.MostCommon.ShouldBe([new CommonValue("Ada", 0.25)]);
        Customers(store).Handle.Statistics!.RowCount.ShouldBe(1200);

        var rows = Customers(store).DataStatistics[0];
        store.Change(change => DataStatisticsChanges.Replace(change, Customers(store).Oid, rows with { IsDisabled = true }));
        Customers(store).PlanningHandle.Statistics!.RowCount.ShouldBe(4000);
    }

    [Fact]
    public void They_change_the_version_outlive_the_process_and_go_with_their_table()
    {
        using var store = Landscape.Create();
        var before = store.Current.Version;
        Create(store, "rows", DataStatisticsType.RecordCount, [], new MeasuredStatistics(Then, "CREATE", 5000, false, []));
        store.Current.Version.ShouldBeGreaterThan(before);
        var kept = Customers(store).DataStatistics;
        store.Reopen();
        Customers(store).DataStatistics.ShouldBe(kept);
        Customers(store).DataStatistics[0].Content!.Time.Kind.ShouldBe(DateTimeKind.Utc);
        DataStatisticsChanges.Find(store.Current, "public", "ROWS")!.Value.Statistics.Name.ShouldBe("rows");
        store.Change(change => RelationDrops.Drop(change, [Customers(store)], cascade: true, "virtual table public.customers", areNamed: true));
        DataStatisticsChanges.Find(store.Current, "public", "rows").ShouldBeNull();
    }

    [Fact]
    public void One_of_a_type_for_the_same_columns_and_one_of_a_name()
    {
        using var store = Landscape.Create();
        Create(store, "rows", DataStatisticsType.RecordCount, [], null);
        Should.Throw<GatewayException>(() => Create(store, "again", DataStatisticsType.RecordCount, [], null)).State.ShouldBe(SqlState.DuplicateObject);
        Should.Throw<GatewayException>(() => Create(store, "rows", DataStatisticsType.Simple, ["id"], null)).State.ShouldBe(SqlState.DuplicateObject);
        DataStatisticsChanges.FreeName(store.Current, Customers(store), DataStatisticsType.Simple, ["id"]).ShouldBe("customers_id_simple");
        Create(store, "customers_id_simple", DataStatisticsType.Simple, ["id"], null);
        DataStatisticsChanges.FreeName(store.Current, Customers(store), DataStatisticsType.Simple, ["id"]).ShouldBe("customers_id_simple_2");
        store.Change(change => DataStatisticsChanges.Drop(change, Customers(store).Oid, Customers(store).DataStatistics[0].Oid));
        Customers(store).DataStatistics.ShouldHaveSingleItem().Name.ShouldBe("customers_id_simple");
    }

    private static VirtualTableEntry Customers(SampleStore store) => (VirtualTableEntry)store.Current.FindRelation("public", "customers")!;

    private static void Create(SampleStore store, string name, DataStatisticsType type, EquatableArray<string> columns, MeasuredStatistics? content) =>
        store.Change(change => DataStatisticsChanges.Create(change, Customers(store), new DataStatistics(0, name, type, columns) { CreateTime = Then, Content = content }));
}
