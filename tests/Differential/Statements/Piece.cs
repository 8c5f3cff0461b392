using System.Text;

namespace FederationGateway.Differential.Statements;

/// <summary>A part of a generated statement: text that knows which of its parts can be left out or be replaced by less.</summary>
public abstract class Piece
{
    public abstract IReadOnlyList<Piece> Parts { get; }

    public static implicit operator Piece(string text) => new Word(text);

    public static Piece FromString(string text) => new Word(text);

    /// <summary>The same piece of other parts, as many as there are.</summary>
    public abstract Piece With(IReadOnlyList<Piece> parts);

    public abstract void Write(StringBuilder text);

    /// <summary>This piece and all parts below it, outermost first.</summary>
    public IEnumerable<Piece> Walk() => Parts.SelectMany(part => part.Walk()).Prepend(this);

    public bool Contains(string label) => Walk().Any(piece => piece is Phrase phrase && phrase.Label == label);

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }
}

/// <summary>Text that stays as it is.</summary>
public sealed class Word(string content) : Piece
{
    public override IReadOnlyList<Piece> Parts => [];

    public override Piece With(IReadOnlyList<Piece> parts) => this;

    public override void Write(StringBuilder text) => text.Append(content);
}

/// <summary>Parts one behind the other. May stand wherever a phrase of the same label stands, so a part of that label can take its place.</summary>
/// <param name="label">What it is: <c>query</c>, <c>from</c>, or a type for expressions; empty when nothing of its kind can take its place.</param>
/// <param name="pieces">In order.</param>
/// <param name="least">The simplest thing that could stand here instead; null when nothing could.</param>
public sealed class Phrase(string label, IReadOnlyList<Piece> pieces, string? least = null) : Piece
{
    public string Label => label;

    public string? Least => least;

    public override IReadOnlyList<Piece> Parts => pieces;

    public override Piece With(IReadOnlyList<Piece> parts) => new Phrase(label, parts, least);

    public override void Write(StringBuilder text)
    {
        foreach (var part in pieces)
            part.Write(text);
    }
}

/// <summary>Items of a list, each of which can go while <paramref name="minimum"/> are left.</summary>
public sealed class Series(string separator, int minimum, IReadOnlyList<Piece> items) : Piece
{
    public int Minimum => minimum;

    public override IReadOnlyList<Piece> Parts => items;

    public override Piece With(IReadOnlyList<Piece> parts) => new Series(separator, minimum, parts);

    public override void Write(StringBuilder text)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                text.Append(separator);
            items[i].Write(text);
        }
    }
}

/// <summary>A clause that the statement can do without.</summary>
public sealed class Optional(Piece content) : Piece
{
    public override IReadOnlyList<Piece> Parts => [content];

    public override Piece With(IReadOnlyList<Piece> parts) => new Optional(parts[0]);

    public override void Write(StringBuilder text) => content.Write(text);
}
