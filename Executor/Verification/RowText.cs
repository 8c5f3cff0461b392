using System.Globalization;
using System.Text;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Executor.Verification;

/// <summary>Rows as texts that are equal exactly when their values are the same; every value carries its length, so that none can pass for two.</summary>
internal sealed class RowText(ComparisonRules rules)
{
    private readonly StringBuilder _text = new();

    /// <summary>All values that must be the same.</summary>
    public string Exact(RecordBatch batch, int row) => Of(batch, row, Enumerable.Range(0, batch.Columns.Count).Where(ordinal => !rules.Approximate.Contains(ordinal)));

    /// <summary>The values the fragment sorts by, as far as they are in the result.</summary>
    public string SortKey(RecordBatch batch, int row) => rules.SortedBy.Count == 0 ? "" : Of(batch, row, rules.SortedBy);

    /// <summary>The values that may differ slightly.</summary>
    public double?[] Numbers(RecordBatch batch, int row) =>
        rules.Approximate.Count == 0 ? [] : [.. rules.Approximate.Select(ordinal => Number(batch.Columns[ordinal], row, batch.Schema.FieldsList[ordinal].SqlType))];

    private string Of(RecordBatch batch, int row, IEnumerable<int> ordinals)
    {
        _text.Clear();
        foreach (var ordinal in ordinals)
        {
            var column = batch.Columns[ordinal];
            if (column.IsNull(row)) _text.Append('-');
            else Append(ArrowValue.Read(column, row, batch.Schema.FieldsList[ordinal].SqlType), batch.Schema.FieldsList[ordinal].SqlType);
        }

        return _text.ToString();
    }

    private static double? Number(ArrayData column, int row, SqlType type) =>
        column.IsNull(row) ? null : Convert.ToDouble(ArrowValue.Read(column, row, type), CultureInfo.InvariantCulture);

    private void Append(object? value, SqlType type)
    {
        if (value is object?[] items)
        {
            _text.Append(CultureInfo.InvariantCulture, $"[{items.Length}]");
            foreach (var item in items) Append(item, type.ElementType);
            return;
        }

        if (value is null)
        {
            _text.Append('-');
            return;
        }

        var text = rules.IgnoresScale && type.Kind == SqlTypeKind.Numeric && value is string number ? WithoutScale(number) : Format(value);
        _text.Append(CultureInfo.InvariantCulture, $"{text.Length}:").Append(text);
    }

    private static string WithoutScale(string number) => number.Contains('.', StringComparison.Ordinal) ? number.TrimEnd('0').TrimEnd('.') : number;

    private static string Format(object value) => value switch
    {
        string text => text,
        double number => number == 0 ? "0" : number.ToString("R", CultureInfo.InvariantCulture),
        float number => number == 0 ? "0" : number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        SqlInterval interval => string.Create(CultureInfo.InvariantCulture, $"{interval.Months} {interval.Days} {interval.Microseconds}"),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
