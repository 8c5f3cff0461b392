using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Executor.Verification;

namespace FederationGateway.Executor.Tests;

public class ResultComparisonTests
{
    [Fact]
    public void The_order_of_rows_and_how_they_come_in_batches_do_not_matter()
    {
        var difference = Compare([SqlType.Int4, SqlType.Text], [[1, "a"], [2, null], [1, "a"]], [[2, null], [1, "a"], [1, "a"]], ComparisonRules.Exact, split: 1);
        difference.ShouldBe(new ResultDifference(3, 3, 0, 0, IsReordered: false));
        difference.IsNone.ShouldBeTrue();
    }

    [Fact]
    public void Duplicates_count() =>
        Compare([SqlType.Int4], [[1], [1], [2]], [[1], [2], [2], [3]], ComparisonRules.Exact).ShouldBe(new ResultDifference(3, 4, 1, 2, IsReordered: false));

    [Fact]
    public void Null_is_no_empty_text_and_two_texts_are_not_one() =>
        Compare([SqlType.Text, SqlType.Text], [[null, "a"], ["ab", ""]], [["", "a"], ["a", "b"]], ComparisonRules.Exact).ShouldBe(new ResultDifference(2, 2, 2, 2, IsReordered: false));

    [Fact]
    public void Zero_has_no_sign_and_no_number_is_itself()
    {
        Compare([SqlType.Float8], [[0.0], [double.NaN]], [[double.NaN], [-0.0]], ComparisonRules.Exact).IsNone.ShouldBeTrue();
        Compare([SqlType.Float8], [[1.0]], [[1.0000000000001]], ComparisonRules.Exact).IsNone.ShouldBeFalse();
    }

    [Fact]
    public void Sums_of_floating_point_numbers_may_differ_in_their_last_digits()
    {
        var rules = new ComparisonRules([1], []);
        Compare([SqlType.Text, SqlType.Float8], [["a", 1.0], ["a", 1e20], ["b", null]], [["a", 1.0000000000001], ["b", null], ["a", 1.00000000000001e20]], rules).IsNone.ShouldBeTrue();
        Compare([SqlType.Text, SqlType.Float8], [["a", 1.0], ["b", 2.0]], [["a", 2.0], ["b", 1.0]], rules).ShouldBe(new ResultDifference(2, 2, 2, 2, IsReordered: false));
        Compare([SqlType.Text, SqlType.Float8], [["a", 1.0], ["b", null]], [["a", 1.0], ["b", 0.0]], rules).IsNone.ShouldBeFalse();
    }

    [Fact]
    public void Sorted_rows_must_come_by_their_keys_but_equal_keys_in_any_order()
    {
        var rules = new ComparisonRules([], [0]);
        Compare([SqlType.Int4, SqlType.Text], [[1, "a"], [1, "b"], [2, "c"]], [[1, "b"], [1, "a"], [2, "c"]], rules).IsNone.ShouldBeTrue();
        Compare([SqlType.Int4, SqlType.Text], [[1, "a"], [2, "c"]], [[2, "c"], [1, "a"]], rules).ShouldBe(new ResultDifference(2, 2, 0, 0, IsReordered: true));
    }

    private static ResultDifference Compare(SqlType[] types, object?[][] first, object?[][] second, ComparisonRules rules, int split = int.MaxValue)
    {
        RecordBatch[] left = [Batch(types, first)], right = [Batch(types, [.. second.Take(split)]), .. split < second.Length ? [Batch(types, second[split..])] : Array.Empty<RecordBatch>()];
        try
        {
            return ResultComparison.Compare(left, right, rules);
        }
        finally
        {
            foreach (var batch in left.Concat(right)) batch.Dispose();
        }
    }

    private static RecordBatch Batch(SqlType[] types, object?[][] rows)
    {
        var schema = new Schema(types.Select((type, i) => new Field($"c{i}", type)).ToEquatableArray());
        var columns = schema.FieldsList.Select((field, i) =>
        {
            using var builder = new ArrayBuilder(field.DataType);
            foreach (var row in rows)
            {
                switch (row[i])
                {
                    case null: builder.AppendNull(); break;
                    case int number: builder.Append(number); break;
                    case double number: builder.Append(number); break;
                    case var text: builder.AppendString((string)text); break;
                }
            }

            return builder.Finish();
        });
        return new RecordBatch(schema, [.. columns], rows.Length);
    }
}
