using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Comparisons, IN lists, ANY and ALL of arrays: over keys where the engine's own equality or order differs.</summary>
internal static class ComparisonSql
{
    public static void Write(DuckDbDialect dialect, SqlText sql, ComparisonExpression comparison)
    {
        var (left, right) = (comparison.Left, comparison.Right);
        sql.Append("(");
        WriteSide(dialect, sql, left, right.Type);
        sql.Append($" {ExpressionPrinter.Symbol(comparison.Operator)} ");
        WriteSide(dialect, sql, right, left.Type);
        sql.Append(")");
    }

    public static void WriteInList(DuckDbDialect dialect, SqlText sql, InListExpression inList)
    {
        var widest = inList.Items.Select(item => item.Type).Aggregate(inList.Value.Type, Wider);
        sql.Append("(");
        WriteSide(dialect, sql, inList.Value, widest);
        sql.Append(inList.IsNegated ? " NOT IN (" : " IN (");
        var isFirst = true;
        foreach (var item in inList.Items)
        {
            if (!isFirst) sql.Append(", ");
            isFirst = false;
            WriteSide(dialect, sql, item, widest);
        }

        sql.Append("))");
    }

    public static void WriteQuantifiedArray(DuckDbDialect dialect, SqlText sql, QuantifiedArrayExpression quantified)
    {
        // ALL is the negation of ANY of the opposite comparison, in three-valued logic too.
        var isAll = quantified.Quantifier == Quantifier.All;
        var op = isAll ? Opposite(quantified.Operator) : quantified.Operator;
        if (Keys.Template(quantified.Value.Type) is not { } valueKey || Keys.Template(quantified.Array.Type) is not { } arrayKey)
        {
            sql.Refuse(RefusalCode.TypeNotSupported, $"values of type {quantified.Value.Type} cannot be compared");
            return;
        }

        // A decimal meets the elements, which are exact text.
        var isNumeric = quantified.Value.Type.Kind == SqlTypeKind.Numeric;
        // The engine takes a null array for an empty one.
        if (quantified.Array is not ArrayExpression) sql.Append("CASE WHEN ").Append(quantified.Array).Append(" IS NOT NULL THEN ");
        sql.Append(isAll ? "(NOT (" : "((");
        if (isNumeric)
        {
            sql.Append("gw_numeric_key(");
            dialect.WriteNumericText(sql, quantified.Value);
            sql.Append(")");
        }
        else dialect.WriteTemplate(sql, valueKey, [quantified.Value]);
        sql.Append($" {ExpressionPrinter.Symbol(op)} ANY (");
        dialect.WriteTemplate(sql, arrayKey, [quantified.Array]);
        sql.Append(quantified.Array is ArrayExpression ? ")))" : "))) END");
    }

    /// <summary>One side of a comparison with a value of another type of the same kind.</summary>
    public static void WriteSide(DuckDbDialect dialect, SqlText sql, Expression side, SqlType other)
    {
        var type = side.Type;
        if (type.Kind == SqlTypeKind.Numeric && !CanCompareAsDecimals(type, other))
        {
            sql.Append("gw_numeric_key(");
            dialect.WriteNumericText(sql, side);
            sql.Append(")");
            return;
        }

        sql.Append("(");
        dialect.WriteKey(sql, side);
        sql.Append(")");
    }

    // The engine compares two decimals as a third that holds both, and as doubles when there is none.
    private static bool CanCompareAsDecimals(SqlType left, SqlType right) =>
        left.IsDecimal && right.IsDecimal
        && Math.Max(left.Length - left.Scale, right.Length - right.Scale) + Math.Max(left.Scale, right.Scale) <= SqlType.MaxDecimalPrecision;

    private static SqlType Wider(SqlType left, SqlType right)
    {
        if (!left.IsDecimal || !right.IsDecimal) return left.IsUnconstrainedNumeric ? left : right.IsUnconstrainedNumeric ? right : left;
        var scale = Math.Max(left.Scale, right.Scale);
        var precision = Math.Max(left.Length - left.Scale, right.Length - right.Scale) + scale;
        return precision <= SqlType.MaxDecimalPrecision ? SqlType.Numeric(precision, scale) : SqlType.UnconstrainedNumeric;
    }

    private static ComparisonOperator Opposite(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        ComparisonOperator.NotEqual => ComparisonOperator.Equal,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
        _ => op,
    };
}
