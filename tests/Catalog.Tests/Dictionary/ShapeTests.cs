using FederationGateway.Arrow;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Catalog.Tests.Fixtures;

namespace FederationGateway.Catalog.Tests.Dictionary;

public class ShapeTests
{
    [Fact]
    public void Every_view_has_rows_of_its_columns_types()
    {
        using var store = Landscape.Create();
        var before = ArrowBuffer.LiveCount;
        foreach (var view in SystemViewTable.All)
        {
            try
            {
                using var batch = SystemViewReader.Read(view.Handle, [.. Enumerable.Range(0, view.Handle.Columns.Count)], ViewRows.Context(store.Current));
                batch.Length.ShouldBe(view.Rows(ViewRows.Context(store.Current)).Count());
                view.Rows(ViewRows.Context(store.Current)).ShouldAllBe(row => row.Length == view.Handle.Columns.Count);
            }
            catch (Exception e) when (e is not ShouldAssertException)
            {
                throw new InvalidOperationException($"{view.Schema}.{view.Name}: {e.Message}", e);
            }
        }

        ArrowBuffer.LiveCount.ShouldBe(before);
    }

    [Fact]
    public void No_two_views_share_a_number_or_a_name()
    {
        SystemViewTable.All.Select(view => view.Oid).ShouldBeUnique();
        SystemViewTable.All.Select(view => $"{view.Schema}.{view.Name}").ShouldBeUnique();
        SystemViewTable.All.ShouldAllBe(view => view.Oid < 16384);
    }

    [Theory]
    [InlineData("pg_class", 1259)]
    [InlineData("pg_type", 1247)]
    [InlineData("pg_attribute", 1249)]
    [InlineData("pg_proc", 1255)]
    [InlineData("pg_namespace", 2615)]
    [InlineData("pg_constraint", 2606)]
    [InlineData("pg_foreign_server", 1417)]
    public void Catalogs_have_PostgreSQLs_numbers(string name, long oid) => BuiltInCatalog.Snapshot.FindRelation("pg_catalog", name)!.Oid.ShouldBe(oid);
}
