using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Tests.Fixtures;

namespace FederationGateway.Catalog.Tests.Store;

/// <summary>What verification found is everybody's at once, durable, and independent of the catalog's own transactions.</summary>
public class VerificationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mismatch_is_kept_once_and_survives_reopening()
    {
        using var store = Landscape.Create();
        var version = store.Current.Version;
        var added = await store.Store.Verification.AddAsync([Entry(store, "a"), Entry(store, "a"), Entry(store, "b")], Cancellation);
        added.Select(entry => (entry.Id, entry.Downgrade.MismatchId, entry.Downgrade.Column)).ShouldBe([(1L, 1L, "a"), (2L, 2L, "b")]);
        (await store.Store.Verification.AddAsync([Entry(store, "b")], Cancellation)).ShouldBeEmpty();
        store.Current.Version.ShouldBeGreaterThan(version);
        store.Reopen();
        store.Current.Verification.Mismatches.Values.ShouldBe(added);
        store.Current.Verification.DowngradesOf(Oid(store)).OfColumn(["public", "customers"], "a", Capability.ColumnFilter).ShouldNotBeNull();
        store.Current.Verification.DowngradesOf(Oid(store)).OfColumn(["public", "orders"], "a", Capability.ColumnFilter).ShouldBeNull();
    }

    [Fact]
    public async Task Cleared_ones_stay_on_record_and_may_come_again()
    {
        using var store = Landscape.Create();
        await store.Store.Verification.AddAsync([Entry(store, "a")], Cancellation);
        (await store.Store.Verification.ClearAsync(entry => entry.Id == 1, "admin", SampleRuntime.Start, Cancellation)).ShouldHaveSingleItem();
        (await store.Store.Verification.ClearAsync(_ => true, "admin", SampleRuntime.Start, Cancellation)).ShouldBeEmpty();
        store.Current.Verification.DowngradesOf(Oid(store)).IsEmpty.ShouldBeTrue();
        (await store.Store.Verification.AddAsync([Entry(store, "a")], Cancellation)).ShouldHaveSingleItem().Id.ShouldBe(2);
        store.Reopen();
        store.Current.Verification.Mismatches.Values.Select(entry => (entry.Id, entry.IsActive, entry.ClearedBy)).ShouldBe([(1L, false, "admin"), (2L, true, null)]);
    }

    [Fact]
    public async Task It_waits_for_no_open_change_of_the_catalog_and_is_not_lost_by_it()
    {
        using var store = Landscape.Create();
        using var connection = store.Store.Connect();
        await connection.ExecuteAsync("BEGIN", Cancellation);
        using (var change = await store.Store.BeginAsync(connection, Cancellation))
        {
            SchemaChanges.Create(change, "other", ifNotExists: false, "admin");
            (await store.Store.Verification.AddAsync([Entry(store, "a")], Cancellation)).ShouldHaveSingleItem();
            await connection.ExecuteAsync("COMMIT", Cancellation);
            change.Publish();
        }

        store.Current.FindSchema("other").ShouldNotBeNull();
        store.Current.Verification.Mismatches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_dropped_source_takes_it_along()
    {
        using var store = Landscape.Create();
        await store.Store.Verification.AddAsync([Entry(store, "a")], Cancellation);
        await store.Store.Verification.ReplaceChecksAsync([new CapabilityCheckEntry(Oid(store), "CAP_LIMIT", "", SampleRuntime.Start, CapabilityCheckResult.Ok)], Cancellation);
        store.Current.Verification.Checks.Count.ShouldBe(1);
        store.Change(change => RemoteSources.Drop(change, change.Snapshot.FindSource("crm")!, cascade: true));
        store.Current.Verification.Mismatches.ShouldBeEmpty();
        store.Current.Verification.Checks.ShouldBeEmpty();
        store.Reopen();
        store.Current.Verification.Mismatches.ShouldBeEmpty();
    }

    private static long Oid(SampleStore store) => store.Current.FindSource("crm")!.Oid;

    private static PushdownMismatchEntry Entry(SampleStore store, string column) =>
        new(0, Oid(store), "crm", SampleRuntime.Start, new Downgrade(0, Capability.ColumnFilter, TablePath: ["public", "customers"], Column: column), $"{column} = 'x'", "SELECT 1") { StatementId = 7, StatementText = "select" };
}
