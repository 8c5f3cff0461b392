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
        // The engine joins two bounds into a BETWEEN, which it has not for lists: behind a list of one it sees no bounds.
        var isBoundOfList = left.Type.Kind == SqlTypeKind.Array && comparison.Operator is (ComparisonOperator.Less or ComparisonOperator.LessOrEqual or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual);
        sql.Append(isBoundOfList ? "list_extract([" : "(");
        WriteSide(dialect, sql, left, right.Type);
        sql.Append($" {ExpressionPrinter.Symbol(comparison.Operator)} ");
        WriteSide(dialect, sql, right, left.Type);
        sql.Append(isBoundOfList ? "], 1)" : ")");
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
        if (Keys.Template(quantified.Value.Type) is null || Keys.Template(quantified.Array.Type) is not { } arrayKey)
        {
            sql.Refuse(RefusalCode.TypeNotSupported, $"values of type {quantified.Value.Type} cannot be compared");
            return;
        }

        if (op == ComparisonOperator.Equal && IsOfRow(quantified.Array))
        {
            WriteSearch(dialect, sql, quantified, isAll, arrayKey);
            return;
        }

        if (quantified.Array is CallExpression || (IsOfRow(quantified.Array) && !HasQuery(quantified.Value)))
        {
            WriteOverComputedList(dialect, sql, quantified, op, isAll, arrayKey);
            return;
        }

        // The engine takes a null array for an empty one.
        if (quantified.Array is not ArrayExpression) sql.Append("CASE WHEN ").Append(quantified.Array).Append(" IS NOT NULL THEN ");
        sql.Append(isAll ? "(NOT (" : "((");
        WriteQuantifiedValue(dialect, sql, quantified.Value);
        sql.Append($" {ExpressionPrinter.Symbol(op)} ANY (");
        dialect.WriteTemplate(sql, arrayKey, [quantified.Array]);
        sql.Append(quantified.Array is ArrayExpression ? ")))" : "))) END");
    }

    private static bool IsOfRow(Expression array) => array.SelfAndDescendants().Any(part => part is ColumnExpression) && !HasQuery(array);

    private static bool HasQuery(Expression expression) =>
        expression.SelfAndDescendants().Any(part => part is ScalarSubqueryExpression or ArraySubqueryExpression or ExistsExpression or QuantifiedSubqueryExpression);

    // = ANY and <> ALL of a list that each row has of its own.
    private static void WriteSearch(DuckDbDialect dialect, SqlText sql, QuantifiedArrayExpression quantified, bool isAll, string arrayKey)
    {
        sql.Append("CASE WHEN ").Append(quantified.Array).Append(" IS NULL THEN NULL WHEN list_contains(");
        dialect.WriteTemplate(sql, arrayKey, [quantified.Array]);
        sql.Append(", ");
        WriteQuantifiedValue(dialect, sql, quantified.Value);
        sql.Append($") THEN {(isAll ? "FALSE" : "TRUE")} WHEN len(").Append(quantified.Array).Append($") = 0 THEN {(isAll ? "TRUE" : "FALSE")} WHEN (");
        WriteQuantifiedValue(dialect, sql, quantified.Value);
        sql.Append(") IS NULL OR list_count(").Append(quantified.Array).Append(") <> len(").Append(quantified.Array).Append($") THEN NULL ELSE {(isAll ? "TRUE" : "FALSE")} END");
    }

    // ANY is a query to the engine, in which a list cannot be computed from the columns around it, and which it cannot have in the condition of an outer join.
    private static void WriteOverComputedList(DuckDbDialect dialect, SqlText sql, QuantifiedArrayExpression quantified, ComparisonOperator op, bool isAll, string arrayKey)
    {
        sql.Append("CASE WHEN ").Append(quantified.Array).Append(" IS NOT NULL THEN CASE WHEN len(");
        WriteMatches("");
        sql.Append($") > 0 THEN {(isAll ? "FALSE" : "TRUE")} WHEN len(");
        WriteMatches(" IS NULL");
        sql.Append($") > 0 THEN NULL ELSE {(isAll ? "TRUE" : "FALSE")} END END");

        void WriteMatches(string test)
        {
            sql.Append("list_filter(");
            dialect.WriteTemplate(sql, arrayKey, [quantified.Array]);
            sql.Append(", lambda gw_any: (");
            WriteQuantifiedValue(dialect, sql, quantified.Value);
            sql.Append($" {ExpressionPrinter.Symbol(op)} gw_any){test})");
        }
    }

    private static void WriteQuantifiedValue(DuckDbDialect dialect, SqlText sql, Expression value)
    {
        // A decimal meets the elements, which are exact text.
        if (value.Type.Kind != SqlTypeKind.Numeric)
        {
            dialect.WriteTemplate(sql, Keys.Template(value.Type)!, [value]);
            return;
        }

        sql.Append("gw_numeric_key(");
        dialect.WriteNumericText(sql, value);
        sql.Append(")");
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
