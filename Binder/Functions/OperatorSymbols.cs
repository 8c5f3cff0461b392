using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary>Comparison operators by symbol, and the type two compared kinds meet in.</summary>
public static class ComparisonSymbols
{
    private static readonly SqlTypeKind[] Widening =
    [
        SqlTypeKind.Int2, SqlTypeKind.Int4, SqlTypeKind.Int8, SqlTypeKind.Float4, SqlTypeKind.Float8,
        SqlTypeKind.Name, SqlTypeKind.Text,
        SqlTypeKind.Date, SqlTypeKind.Timestamp, SqlTypeKind.TimestampTz,
    ];

    public static ComparisonOperator? Find(string symbol) => symbol switch
    {
        "=" => ComparisonOperator.Equal,
        "<>" or "!=" => ComparisonOperator.NotEqual,
        "<" => ComparisonOperator.Less,
        "<=" => ComparisonOperator.LessOrEqual,
        ">" => ComparisonOperator.Greater,
        ">=" => ComparisonOperator.GreaterOrEqual,
        _ => null,
    };

    /// <summary>The symbol whose overloads decide: distinctness is a matter of equality.</summary>
    public static string Resolving(ComparisonOperator op) => op switch
    {
        ComparisonOperator.IsDistinctFrom or ComparisonOperator.IsNotDistinctFrom => "=",
        _ => ExpressionPrinter.Symbol(op),
    };

    /// <summary>The wider of two kinds that have operators between them.</summary>
    public static SqlTypeKind Wider(SqlTypeKind left, SqlTypeKind right)
    {
        if (left == right) return left;
        var (i, j) = (Array.IndexOf(Widening, left), Array.IndexOf(Widening, right));
        return i > j ? left : right;
    }
}

internal static class ArithmeticSymbols
{
    public static ArithmeticOperator? Find(string symbol) => symbol switch
    {
        "+" => ArithmeticOperator.Add,
        "-" => ArithmeticOperator.Subtract,
        "*" => ArithmeticOperator.Multiply,
        "/" => ArithmeticOperator.Divide,
        "%" => ArithmeticOperator.Modulo,
        _ => null,
    };
}
