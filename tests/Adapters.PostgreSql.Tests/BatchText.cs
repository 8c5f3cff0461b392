using FederationGateway.Adapters.Conformance;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Tests;

/// <summary>Batches as text, each value as PostgreSQL would print it in UTC.</summary>
internal static class BatchText
{
    public static IEnumerable<string> Rows(RecordBatch batch)
    {
        for (var row = 0; row < batch.Length; row++)
            yield return string.Join('|', batch.Columns.Select((column, i) => Value(column, row, batch.Schema.FieldsList[i].SqlType)));
    }

    public static string Value(ArrayData array, int row, SqlType type) => BatchValues.ValueOf(array, row, type) switch
    {
        null => "∅",
        bool value => value ? "t" : "f",
        SqlInterval value => $"{value.Months} {value.Days} {value.Microseconds}",
        var value => ConstantText.Format(value, type),
    };
}
