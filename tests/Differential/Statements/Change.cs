using System.Text;

namespace FederationGateway.Differential.Statements;

/// <summary>A statement that changes a table. It is compared by the rows it returns and by those the table has afterwards, and then undone.</summary>
/// <param name="table">The table.</param>
/// <param name="statement">INSERT, UPDATE or DELETE.</param>
public sealed class Change(string table, Piece statement) : Piece
{
    private const string Separator = ": ";

    public string Table => table;

    public override IReadOnlyList<Piece> Parts => [statement];

    /// <summary>A statement as it stands in a file: changes have the name of their table and a colon in front.</summary>
    public static Piece Read(string line) =>
        line.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var end && line[..end].All(char.IsAsciiLetterLower)
            ? new Change(line[..end], line[(end + Separator.Length)..])
            : new Word(line);

    public override Piece With(IReadOnlyList<Piece> parts) => new Change(table, parts[0]);

    public override void Write(StringBuilder text) => statement.Write(text);
}
