using System.Globalization;
using System.Text.RegularExpressions;
using FederationGateway.Differential.Statements;
using FederationGateway.Support.Answers;

namespace FederationGateway.Differential.Running;

/// <summary>
/// Whether two answers are the same. Rows are compared as multisets, as lists where the statement orders them completely, values as text, numerics by
/// value. Numbers may differ in their last digits only where floating-point numbers are aggregated in an order nobody promised. An error must be an
/// error on both sides and of the same class. The one exception is SQL's own: which rows a data error (class 22) is met in is up to the server where the
/// statement filters, chooses or cuts off; there it may show on one side only. (PostgreSQL says 0A000 to some data too: NaN as an integer.)
/// </summary>
public static partial class Judge
{
    private const string NotSupported = "0A000";
    private const string RefusedAtSource = "HV00L";
    private const string DataException = "22";

    /// <summary>
    /// What additions of tame values (multiples of 1/8) leave where they should leave nothing: the co-variation of values that go up and down together is far larger.
    /// </summary>
    private const double Noise = 1e-9;

    private const string CardinalityViolation = "21000";

    public static Verdict Compare(Piece statement, Answer postgres, Answer gateway)
    {
        if (gateway.SqlState == NotSupported && postgres.SqlState != NotSupported)
            return new Verdict(Judgement.Refused);
        if (postgres.SqlState is null && gateway.SqlState is null)
            return CompareRows(statement, postgres, gateway);
        if (postgres.SqlState is { } one && gateway.SqlState is { } other)
            return one[..2] == other[..2] || (IsDataError(one) && IsDataError(other)) || (one == NotSupported && (IsDataError(other) || other == RefusedAtSource)) ? Verdict.Same : Different($"{one} became {other}");
        var state = postgres.SqlState ?? gateway.SqlState!;
        return (IsDataError(state) || postgres.SqlState == NotSupported) && (statement.Contains(Labels.Lazy) || HasOperandBesideNull(statement))
            ? new Verdict(Judgement.Excused)
            : Different(postgres.SqlState is null ? $"error {state}" : $"no error {state}");
    }

    /// <summary>
    /// What stands beside a NULL in a call: PostgreSQL computes it only when it is a constant, since the result is NULL anyway. An element of a constant array may turn out to be NULL
    /// before anything beside it is looked at.
    /// </summary>
    private static bool HasOperandBesideNull(Piece statement) =>
        statement.Walk().Any(piece => piece.Parts.Any(part => (IsNull(part) || IsConstantElement(part)) && piece.Parts.Any(other => other != part && other is Phrase { Least: not null } && !IsNull(other))));

    private static bool IsConstantElement(Piece piece) =>
        piece is Phrase { Least: not null } && piece.ToString() is var text && text.EndsWith(']') && !ColumnReference().IsMatch(text);

    [GeneratedRegex(@"\b[rw]\d+\.")]
    private static partial Regex ColumnReference();

    private static bool IsNull(Piece piece) => piece is Phrase { Least: not null } && piece.ToString().StartsWith("NULL::", StringComparison.Ordinal);

    private static bool IsDataError(string state) => state.StartsWith(DataException, StringComparison.Ordinal) || state == CardinalityViolation;

    private static Verdict CompareRows(Piece statement, Answer postgres, Answer gateway)
    {
        if (!postgres.Columns.SequenceEqual(gateway.Columns))
            return Different("columns");
        var (expected, actual) = (Rows(postgres), Rows(gateway));
        if (expected.SequenceEqual(actual))
            return Verdict.Same;
        var isSameSet = expected.Order(StringComparer.Ordinal).SequenceEqual(actual.Order(StringComparer.Ordinal));
        if (isSameSet)
            return statement.Contains(Labels.Ordered) ? Different("order") : Verdict.Same;
        if (statement.Contains(Labels.FloatAggregate) && !Difference.Between(WithoutNoise(postgres), WithoutNoise(gateway), rowSort: true).Any())
            return Verdict.Same;
        return Different(expected.Count == actual.Count ? "values" : "number of rows");
    }

    private static Answer WithoutNoise(Answer answer) =>
        answer with { Rows = [.. answer.Rows.Select(row => row.Select((value, ordinal) => answer.Columns[ordinal].IsFloat && IsNoise(value) ? "0" : value).ToArray())] };

    private static bool IsNoise(string? value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number != 0 && Math.Abs(number) < Noise;

    private static List<string> Rows(Answer answer) =>
        [.. answer.Rows.Select(row => string.Join('\u0001', row.Select((value, ordinal) => Normal(answer.Columns[ordinal], value))))];

    private static string Normal(AnswerColumn column, string? value) => value switch
    {
        null => "\u0002",
        _ when column.IsNumeric && value.Contains('.', StringComparison.Ordinal) => value.TrimEnd('0').TrimEnd('.'),
        _ => value,
    };

    private static Verdict Different(string kind) => new(Judgement.Different, kind);
}
