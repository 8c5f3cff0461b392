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
          PostgreSQL: {Text(Postgres, Gateway)}
          gateway:    {Text(Gateway, Postgres)}
        """;

    /// <summary>The rows, those the other side does not have in front of the others; as they came when both have all.</summary>
    private static string Text(Answer answer, Answer other)
    {
        if (answer.SqlState is not null)
            return answer.ToString();
        var columns = string.Join(", ", answer.Columns.Select(column => $"{column.Name}:{column.TypeOid}"));
        var (own, common) = Split(answer.Rows.Select(RowText.Of), other.Rows.Select(RowText.Of));
        var rows = (own.Count > 0 ? own.Select(row => "! " + row).Concat(common.Select(row => "  " + row)) : answer.Rows.Select(row => "  " + RowText.Of(row))).Take(RowsShown);
        return $"{answer.Rows.Count} rows of {columns}{string.Concat(rows.Select(row => "\n              " + row))}";
    }

    /// <summary>The rows that are not among the others, and those that are, each as often as they occur.</summary>
    private static (List<string> Own, List<string> Common) Split(IEnumerable<string> rows, IEnumerable<string> others)
    {
        var left = others.CountBy(row => row).ToDictionary();
        List<string> own = [], common = [];
        foreach (var row in rows.Order(StringComparer.Ordinal))
        {
            var isCommon = left.GetValueOrDefault(row) > 0;
            if (isCommon)
                left[row]--;
            (isCommon ? common : own).Add(row);
        }

        return (own, common);
    }
}
