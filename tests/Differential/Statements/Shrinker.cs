namespace FederationGateway.Differential.Statements;

/// <summary>
/// Looks for the smallest statement that still shows what a large one showed. Tries, outermost first: leave clauses out, thin out lists, replace an
/// expression by the simplest one of its type or by one of the same type inside it, a join by one of its sides. What comes out need not be a valid
/// statement: whoever judges it asks both servers again, and an invalid one does not differ.
/// </summary>
public static class Shrinker
{
    public static async Task<Piece> ShrinkAsync(Piece statement, Func<Piece, Task<bool>> stillShows, int attempts)
    {
        HashSet<string> seen = [statement.ToString()];
        for (var found = true; found;)
        {
            found = false;
            foreach (var smaller in Smaller(statement))
            {
                if (!seen.Add(smaller.ToString()))
                    continue;
                if (attempts-- <= 0)
                    return statement;
                if (!await stillShows(smaller))
                    continue;
                (statement, found) = (smaller, true);
                break;
            }
        }

        return statement;
    }

    /// <summary>Every statement one step smaller.</summary>
    public static IEnumerable<Piece> Smaller(Piece piece) => Replacements(piece).Concat(SmallerInside(piece));

    private static IEnumerable<Piece> Replacements(Piece piece) => piece switch
    {
        Optional => [""],
        Phrase phrase => Replacements(phrase),
        Series series => Thinner(series),
        _ => [],
    };

    private static IEnumerable<Piece> Replacements(Phrase phrase)
    {
        if (phrase.Least is { } least && phrase.ToString() != least)
            yield return least;
        if (phrase.Label.Length == 0)
            yield break;
        foreach (var part in phrase.Walk().Skip(1))
            if (part is Phrase inner && inner.Label == phrase.Label)
                yield return inner;
    }

    private static IEnumerable<Piece> Thinner(Series series)
    {
        var items = series.Parts;
        if (items.Count / 2 > series.Minimum)
        {
            yield return series.With([.. items.Take(items.Count / 2)]);
            yield return series.With([.. items.Skip(items.Count / 2)]);
        }

        for (var i = 0; i < items.Count && items.Count > series.Minimum; i++)
            yield return series.With([.. items.Where((_, ordinal) => ordinal != i)]);
    }

    private static IEnumerable<Piece> SmallerInside(Piece piece)
    {
        for (var i = 0; i < piece.Parts.Count; i++)
            foreach (var smaller in Smaller(piece.Parts[i]))
                yield return piece.With([.. piece.Parts.Select((part, ordinal) => ordinal == i ? smaller : part)]);
    }
}
