using System.Numerics;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Conformance;

/// <summary>How the gateway compares two values that are not null: PostgreSQL's rules, text byte by byte. Simple enough to be believed.</summary>
public static class ReferenceOrder
{
    public static int Compare(object left, object right) => (left, right) switch
    {
        (double a, double b) => a == b ? 0 : double.IsNaN(a) ? double.IsNaN(b) ? 0 : 1 : double.IsNaN(b) ? -1 : a.CompareTo(b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (Guid a, Guid b) => a.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(b.ToByteArray(bigEndian: true)),
        (string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
        (IComparable a, _) => a.CompareTo(right),
        _ => throw new ArgumentException($"no order for {left.GetType()}", nameof(left)),
    };

    /// <summary>Compares values of a column: numerics by value, everything else as <see cref="Compare(object, object)"/>.</summary>
    public static int Compare(object left, object right, SqlType type) =>
        type.Kind == SqlTypeKind.Numeric ? Scaled((string)left).CompareTo(Scaled((string)right)) : Compare(left, right);

    /// <summary>Null when either side is.</summary>
    public static bool? Holds(ComparisonOperator op, object? left, object? right, SqlType type)
    {
        if (op == ComparisonOperator.IsDistinctFrom) return !AreSame(left, right, type);
        if (op == ComparisonOperator.IsNotDistinctFrom) return AreSame(left, right, type);
        if (left is null || right is null) return null;
        var order = Compare(left, right, type);
        return op switch
        {
            ComparisonOperator.Equal => order == 0,
            ComparisonOperator.NotEqual => order != 0,
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static bool AreSame(object? left, object? right, SqlType type) =>
        left is null || right is null ? left is null && right is null : Compare(left, right, type) == 0;

    // All of one column's numerics have the same scale.
    private static BigInteger Scaled(string text) => BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
}
