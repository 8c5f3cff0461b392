using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// Follows rows through changes of their keys: of each change the number of the first one of the same row. Row by row: only for changes that leave large values untold while keys change.
/// </summary>
internal sealed class Lineages
{
    public static readonly Schema Schema = new([new Field("n", SqlType.Int8), new Field("first", SqlType.Int8)]);

    private readonly Dictionary<string, long> _firsts = new(StringComparer.Ordinal);
    private long? _updated;

    /// <summary>The changes of a batch of numbers, letters and keys as text, all in order.</summary>
    public RecordBatch Follow(RecordBatch changes)
    {
        using var numbers = new ArrayBuilder(NumberType.Int64);
        using var firsts = new ArrayBuilder(NumberType.Int64);
        for (var row = 0; row < changes.Length; row++)
        {
            var number = changes.Column(0).GetValue<long>(row);
            numbers.Append(number);
            firsts.Append(FirstOf(number, (char)changes.Column(1).GetBytes(row)[0], KeyOf(changes, row)));
        }

        return new RecordBatch(Schema, [numbers.Finish(), firsts.Finish()], changes.Length);
    }

    private long FirstOf(long number, char letter, string key)
    {
        // An after image is of the row of its before image, whatever its key; a new row is of none.
        var first = letter == 'V' && _updated is { } before ? before : letter != 'I' && _firsts.TryGetValue(key, out var known) ? known : number;
        _updated = letter == 'B' ? first : null;
        if (letter is 'B' or 'D' or 'X') _firsts.Remove(key);
        else _firsts[key] = first;
        return first;
    }

    // Each part with its length, so that no two keys look alike.
    private static string KeyOf(RecordBatch changes, int row) => changes.Columns.Count == 3
        ? changes.Column(2).GetString(row)
        : string.Concat(changes.Columns.Skip(2).Select(column => column.GetString(row)).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}")));
}
