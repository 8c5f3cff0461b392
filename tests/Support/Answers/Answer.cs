namespace FederationGateway.Support.Answers;

/// <summary>A column of an answer.</summary>
/// <param name="Name">As the client sees it.</param>
/// <param name="TypeOid">The number of its type in <c>pg_type</c>.</param>
public sealed record AnswerColumn(string Name, uint TypeOid)
{
    public bool IsInteger => TypeOid is 20 or 21 or 23;

    public bool IsFloat => TypeOid is 700 or 701;

    public bool IsNumeric => TypeOid is 1700;

    /// <summary>The letter of test files.</summary>
    public char Letter => IsInteger ? 'I' : IsFloat || IsNumeric ? 'R' : TypeOid == 16 ? 'B' : 'T';
}

/// <summary>What a server said to a statement: rows in text format, or an error.</summary>
/// <param name="Columns">Empty for an error or a statement without rows.</param>
/// <param name="Rows">A value is null for NULL.</param>
/// <param name="SqlState">Null when it succeeded.</param>
/// <param name="Message">The error's text.</param>
public sealed record Answer(
    IReadOnlyList<AnswerColumn> Columns, IReadOnlyList<string?[]> Rows, string? SqlState = null, string Message = "")
{
    /// <summary>The columns' letters; a dash when there are none.</summary>
    public string Types => Columns.Count == 0 ? "-" : string.Concat(Columns.Select(column => column.Letter));

    public override string ToString() => SqlState is null ? $"{Rows.Count} rows ({Types})" : $"error {SqlState}: {Message}";
}
