using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog.Store;

/// <summary>
/// A change of the catalog under way: its own view of the catalog, written through to the store's open transaction. Ends by <see cref="Publish"/> after the
/// store's commit, or by <see cref="Dispose"/>, which forgets it.
/// </summary>
public sealed partial class CatalogTransaction : IDisposable
{
    private readonly CatalogStore _store;
    private readonly List<Action<DuckDbConnection>> _written = [];
    private bool _ended;

    internal CatalogTransaction(CatalogStore store, DuckDbConnection connection)
    {
        (_store, Connection) = (store, connection);
        Snapshot = store.Current;
    }

    /// <summary>The connection the transaction is open on; tables are made and dropped through it.</summary>
    public DuckDbConnection Connection { get; private set; }

    /// <summary>Told what becomes of the tables behind entries; null for nobody.</summary>
    public ITableJournal? TableJournal { get; init; }

    /// <summary>What has been changed so far.</summary>
    public CatalogMark Mark => new(Snapshot, _written.Count);

    /// <summary>The catalog as this transaction sees it.</summary>
    public CatalogSnapshot Snapshot { get; private set; }

    public CredentialVault Vault => _store.Vault;

    /// <summary>
    /// True while the store's transaction has done nothing before the statement at hand. Behind other work the engine's ALTER TABLE may make the commit fail.
    /// </summary>
    public bool IsFirstWork { get; set; } = true;

    /// <summary>What the client is told beside the result: <c>drop cascades to …</c>.</summary>
    public IList<string> Notices { get; } = [];

    /// <summary>A new OID, never given out before.</summary>
    public long NewOid() => _store.NewOid();

    public void Add(SchemaEntry schema)
    {
        InsertRow(schema.Oid, StoredKind.Schema, CatalogJson.Write(schema));
        Become(Snapshot.With(schema));
    }

    public void Remove(SchemaEntry schema)
    {
        SetAccess(SecuredObject.Of(schema), []);
        DeleteRow(schema.Oid);
        Become(Snapshot.Without(schema));
    }

    public void Replace(SchemaEntry before, SchemaEntry after)
    {
        UpdateRow(after.Oid, CatalogJson.Write(after));
        Become(Snapshot with { Schemas = Snapshot.Schemas.Without(before.Name).With(after.Name, after) });
    }

    public void Add(RelationEntry relation)
    {
        InsertRow(relation.Oid, StoredKind.Of(relation), StoredKind.Write(relation));
        Become(Snapshot.With(relation));
    }

    public void Replace(RelationEntry before, RelationEntry after)
    {
        UpdateRow(after.Oid, StoredKind.Write(after));
        Become(Snapshot.Without(before).With(after));
    }

    public void Remove(RelationEntry relation)
    {
        SetAccess(SecuredObject.Of(relation), []);
        DeleteRow(relation.Oid);
        Become(Snapshot.Without(relation));
    }

    public void Add(RemoteSourceEntry source)
    {
        InsertRow(source.Oid, StoredKind.Source, CatalogJson.Write(source));
        Become(Snapshot.With(source));
    }

    public void Replace(RemoteSourceEntry source)
    {
        UpdateRow(source.Oid, CatalogJson.Write(source));
        Become(Snapshot.With(source));
    }

    public void Remove(RemoteSourceEntry source)
    {
        SetCredential(source, type: null, credential: null);
        RemoveUserCredentials(credential => credential.SourceOid == source.Oid);
        SetRemoteObjects(source, objects: null);
        SetAccess(SecuredObject.Of(source), []);
        foreach (var membership in Snapshot.Memberships.Where(membership => membership.Source == source.Oid)) Remove(membership);
        DeleteRow(source.Oid);
        Become(Snapshot.Without(source));
    }

    public void Add(SubscriptionEntry subscription)
    {
        InsertRow(subscription.Oid, StoredKind.Subscription, CatalogJson.Write(subscription));
        Become(Snapshot.With(subscription));
    }

    public void Replace(SubscriptionEntry before, SubscriptionEntry after)
    {
        UpdateRow(after.Oid, CatalogJson.Write(after));
        Become(Snapshot.Without(before).With(after));
    }

    public void Remove(SubscriptionEntry subscription)
    {
        DeleteRow(subscription.Oid);
        Become(Snapshot.Without(subscription));
    }

    public void Add(TaskEntry task)
    {
        InsertRow(task.Oid, StoredKind.Task, CatalogJson.Write(task));
        Become(Snapshot.With(task));
    }

    public void Replace(TaskEntry task)
    {
        UpdateRow(task.Oid, CatalogJson.Write(task));
        Become(Snapshot.With(task));
    }

    public void Remove(TaskEntry task)
    {
        SetAccess(SecuredObject.Of(task), []);
        DeleteRow(task.Oid);
        Become(Snapshot.Without(task));
    }

    public void Add(ProcedureEntry procedure)
    {
        StoreRows.Insert(Connection, procedure.Oid, StoredKind.Procedure, CatalogJson.Write(procedure));
        Become(Snapshot.With(procedure));
    }

    public void Replace(ProcedureEntry procedure)
    {
        StoreRows.Update(Connection, procedure.Oid, CatalogJson.Write(procedure));
        Become(Snapshot.With(procedure));
    }

    public void Remove(ProcedureEntry procedure)
    {
        SetAccess(SecuredObject.Of(procedure), []);
        StoreRows.Delete(Connection, procedure.Oid);
        Become(Snapshot.Without(procedure));
    }

    /// <summary>Stores a source's credential, encrypted, or removes it.</summary>
    public void SetCredential(RemoteSourceEntry source, string? type, IReadOnlyDictionary<string, string>? credential)
    {
        if (Snapshot.Credentials.TryGetValue(source.Oid, out var old))
        {
            DeleteRow(old.Oid);
            Become(Snapshot with { Credentials = Snapshot.Credentials.Remove(source.Oid) });
        }

        if (credential is null) return;
        var entry = new CredentialEntry(NewOid(), source.Oid, type ?? "PASSWORD", Vault.Encrypt(source.Oid, credential));
        InsertRow(entry.Oid, StoredKind.Credential, CatalogJson.Write(entry));
        Become(Snapshot with { Credentials = Snapshot.Credentials.SetItem(source.Oid, entry) });
    }

    /// <summary>Stores what browsing a source found, or forgets it.</summary>
    public void SetRemoteObjects(RemoteSourceEntry source, RemoteObjectsEntry? objects)
    {
        if (Snapshot.RemoteObjects.TryGetValue(source.Name, out var old)) DeleteRow(old.Oid);
        Become(Snapshot with { RemoteObjects = Snapshot.RemoteObjects.Remove(source.Name) });
        if (objects is null) return;
        InsertRow(objects.Oid, StoredKind.RemoteObjects, CatalogJson.Write(objects));
        Become(Snapshot with { RemoteObjects = Snapshot.RemoteObjects.SetItem(source.Name, objects) });
    }

    /// <summary>Keeps the definition behind a three-part name for the rest of this transaction, whose sources may be others than everybody's.</summary>
    public void RememberLinkedTable(LinkedTableName name, VirtualTableEntry table) => Become(Snapshot with { LinkedTables = Snapshot.LinkedTables.SetItem(name, table) });

    /// <summary>As <see cref="CatalogStore.ForgetLinkedTables"/>, for the rest of this transaction.</summary>
    public void ForgetLinkedTables() => Become(Snapshot with { LinkedTables = Snapshot.LinkedTables.Clear() });

    /// <summary>
    /// Takes back what came behind the mark: the store's transaction was rolled back, and another has begun on the connection, where what came before is written again. The tables
    /// themselves are the caller's.
    /// </summary>
    /// <exception cref="GatewayException">40001 when the other transaction sees another catalog.</exception>
    public void ReturnTo(CatalogMark mark, DuckDbConnection connection)
    {
        Connection = connection;
        _written.RemoveRange(mark.Written, _written.Count - mark.Written);
        foreach (var write in _written) write(connection);
        Become(mark.Snapshot);
    }

    /// <summary>The store's transaction has committed: from now on everybody sees the change.</summary>
    public void Publish()
    {
        if (_ended) return;
        _store.Publish(Snapshot);
        Dispose();
    }

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        _store.EndChange();
    }

    private void InsertRow(long oid, string kind, string definition) => Write(connection => StoreRows.Insert(connection, oid, kind, definition));

    private void UpdateRow(long oid, string definition) => Write(connection => StoreRows.Update(connection, oid, definition));

    private void DeleteRow(long oid) => Write(connection => StoreRows.Delete(connection, oid));

    private void Write(Action<DuckDbConnection> write)
    {
        write(Connection);
        _written.Add(write);
    }

    private void Become(CatalogSnapshot snapshot)
    {
        Snapshot = snapshot with { Version = _store.NextVersion() };
    }
}
