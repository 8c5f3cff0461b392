namespace FederationGateway.Catalog.Store;

/// <summary>Told what a transaction does to the tables of the store themselves, so that it can be done again after a part of the transaction was taken back.</summary>
public interface ITableJournal
{
    /// <summary>A table was made, without rows.</summary>
    void Created(LocalTableEntry table);

    /// <summary>A table was made anew, with its rows, in place of the one behind the same entry.</summary>
    void Rebuilt(LocalTableEntry table);

    /// <summary>The table was changed where it is, by a statement of the engine.</summary>
    void Altered(string sql);

    void Dropped(LocalTableEntry table);
}
