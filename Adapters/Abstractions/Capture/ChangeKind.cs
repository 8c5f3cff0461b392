namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// What a row of a stream of changes says, by the letters that <c>CHANGE TYPE COLUMN</c> shows (the row types of SAP HANA smart data integration). Their values are those
/// letters in ASCII.
/// </summary>
public enum ChangeKind : byte
{
    /// <summary>A new row, all columns.</summary>
    Insert = (byte)'I',

    /// <summary>A row is gone; its old values, all of them.</summary>
    Delete = (byte)'D',

    /// <summary>
    /// The first half of an update: the old values. Followed at once by its <see cref="AfterImage"/>. Some of them may be untold (<see cref="ChangeColumns.Untold"/>): then the
    /// key has changed, it is told, and what the after image leaves untold is as it was in the row with the old key. (A changed key of which everything new is told comes as
    /// <see cref="Exterminate"/> and <see cref="Insert"/> instead.)
    /// </summary>
    BeforeImage = (byte)'B',

    /// <summary>
    /// An update: the new values. Without a <see cref="BeforeImage"/> before it, the row's key (<see cref="CapturedTable.Key"/>) has not changed.
    /// </summary>
    AfterImage = (byte)'U',

    /// <summary>A row that is new or replaces the one with its key: the source cannot tell.</summary>
    Upsert = (byte)'A',

    /// <summary>A row is gone of which only the key (<see cref="CapturedTable.Key"/>) is known; the other columns are null, and untold.</summary>
    Exterminate = (byte)'X',

    /// <summary>All rows are gone. No values.</summary>
    Truncate = (byte)'T',
}
