using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>The columns that rows of <see cref="TableChanges"/> begin with, before those of the table.</summary>
public static class ChangeColumns
{
    /// <summary>The letter of its <see cref="ChangeKind"/>, text.</summary>
    public const int Kind = 0;

    /// <summary>Which of the chunk's transactions it belongs to, an int4 from 0.</summary>
    public const int Transaction = 1;

    /// <summary>Its place among all rows of its transaction, of whatever table and chunk, an int8 from 0.</summary>
    public const int Sequence = 2;

    /// <summary>
    /// Bytea: a bit for each column of the table (the lowest bit of the first byte for the first), set when the source did not tell the column: the change left it as it
    /// was, or it is no part of the key of a row of which only the key is known. Null when it told all of them. Such a column's value is null here.
    /// </summary>
    public const int Untold = 3;

    /// <summary>How many there are.</summary>
    public const int Count = 4;

    private static readonly Field[] Leading =
    [
        new Field("$kind", SqlType.Text), new Field("$transaction", SqlType.Int4), new Field("$sequence", SqlType.Int8), new Field("$untold", SqlType.Bytea),
    ];

    /// <summary>The schema of a table's changes.</summary>
    public static Schema SchemaOf(RemoteTable table) => new([.. Leading, .. table.Columns.Select(column => new Field(column.Name, column.Type))]);
}
