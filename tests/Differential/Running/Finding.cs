using FederationGateway.Support.Answers;

namespace FederationGateway.Differential.Running;

/// <summary>A statement that PostgreSQL and the gateway answer differently, as small as it could be made.</summary>
/// <param name="Seed">The run's seed, and in it the statement's number.</param>
/// <param name="Kind">What differs.</param>
/// <param name="Where">Placement, pushdown and time zone.</param>
/// <param name="Generated">The statement before it was shrunk.</param>
public sealed record Finding(long Seed, int Index, string Kind, string Where, string Sql, string Generated, Answer Postgres, Answer Gateway)
{
    private const int RowsShown = 12;

    public override string ToString() =>
        $"""
        seed {Seed}, statement {Index}: {Kind} ({Where})
            {Sql}
          PostgreSQL: {Text(Postgres)}
          gateway:    {Text(Gateway)}
        """;

    private static string Text(Answer answer)
    {
        if (answer.SqlState is not null)
            return answer.ToString();
        var columns = string.Join(", ", answer.Columns.Select(column => $"{column.Name}:{column.TypeOid}"));
        var rows = answer.Rows.Select(RowText.Of).Order(StringComparer.Ordinal).Take(RowsShown).ToList();
        return $"{answer.Rows.Count} rows of {columns}{string.Concat(rows.Select(row => "\n                " + row))}";
    }
}
