using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Arithmetic by type: integers natively (the engine checks for overflow) but for division and remainder by what may be zero; decimals natively with operands
/// wide enough that the engine's result has exactly our digits; floats and unconstrained numerics through functions of ours.
/// </summary>
internal static class ArithmeticSql
{
    private const int WidestInt64Decimal = 18;

    public static void Write(DuckDbDialect dialect, SqlText sql, ArithmeticExpression arithmetic)
    {
        if (arithmetic.Type.IsInteger) WriteInteger(sql, arithmetic);
        else if (arithmetic.Type.IsFloat) WriteFunction(sql, "gw_float_", arithmetic);
        else if (arithmetic.Type.IsDecimal && arithmetic.Left.Type.IsDecimal && arithmetic.Right.Type.IsDecimal
            && arithmetic.Operator is ArithmeticOperator.Add or ArithmeticOperator.Subtract or ArithmeticOperator.Multiply)
            WriteDecimal(sql, arithmetic);
        else if (arithmetic.Type.Kind == SqlTypeKind.Numeric) WriteNumeric(dialect, sql, arithmetic);
        else sql.Refuse(RefusalCode.DifferentSemantics, $"{ExpressionPrinter.Symbol(arithmetic.Operator)} on {arithmetic.Left.Type} is not supported");
    }

    public static void WriteNegate(DuckDbDialect dialect, SqlText sql, NegateExpression negate)
    {
        var type = negate.Type;
        // Zero minus x names the type when it overflows, as PostgreSQL's message does; for floats it would lose the sign of zero.
        if (type.IsInteger) sql.Append($"(0::{dialect.TypeName(type)} - ").Append(negate.Operand).Append(")");
        else if (type.IsUnconstrainedNumeric) sql.Append("gw_numeric_neg(").Append(negate.Operand).Append(")");
        else sql.Append("(- ").Append(negate.Operand).Append(")");
    }

    private static void WriteInteger(SqlText sql, ArithmeticExpression arithmetic)
    {
        var isQuotient = arithmetic.Operator is ArithmeticOperator.Divide or ArithmeticOperator.Modulo;
        if (isQuotient && !IsSafeDivisor(arithmetic.Right))
        {
            WriteFunction(sql, "gw_int_", arithmetic);
            return;
        }

        // The engine's // truncates, as ours does.
        var symbol = arithmetic.Operator == ArithmeticOperator.Divide ? "//" : ExpressionPrinter.Symbol(arithmetic.Operator);
        sql.Append("(").Append(arithmetic.Left).Append($" {symbol} ").Append(arithmetic.Right).Append(")");
    }

    private static bool IsSafeDivisor(Expression divisor) => divisor is ConstantExpression { Value: short or int or long } constant
        && Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture) is not (0 or -1);

    private static void WriteDecimal(SqlText sql, ArithmeticExpression arithmetic)
    {
        var (left, right, result) = (arithmetic.Left.Type, arithmetic.Right.Type, arithmetic.Type);
        int natural;
        sql.Append("(");
        if (arithmetic.Operator == ArithmeticOperator.Multiply)
        {
            // Below 19 digits the engine multiplies in 64 bits and fails where the product needs more.
            var width = result.Length > WidestInt64Decimal ? Math.Max(left.Length, WidestInt64Decimal + 1) : left.Length;
            WriteWidened(sql, arithmetic.Left, SqlType.Numeric(width, left.Scale));
            sql.Append(" * ").Append(arithmetic.Right);
            natural = Math.Min(SqlType.MaxDecimalPrecision, width + right.Length);
        }
        else
        {
            var width = result.Length == SqlType.MaxDecimalPrecision ? result.Length : result.Length - 1;
            if (width == WidestInt64Decimal) width++;
            var operand = SqlType.Numeric(width, result.Scale);
            WriteWidened(sql, arithmetic.Left, operand);
            sql.Append($" {ExpressionPrinter.Symbol(arithmetic.Operator)} ");
            WriteWidened(sql, arithmetic.Right, operand);
            natural = Math.Min(SqlType.MaxDecimalPrecision, width + 1);
        }

        sql.Append(")");
        if (natural != result.Length) sql.Append(string.Create(CultureInfo.InvariantCulture, $"::DECIMAL({result.Length},{result.Scale})"));
    }

    private static void WriteWidened(SqlText sql, Expression operand, SqlType type)
    {
        if (operand.Type == type) sql.Append(operand);
        else sql.Append("CAST(").Append(operand).Append(string.Create(CultureInfo.InvariantCulture, $" AS DECIMAL({type.Length},{type.Scale}))"));
    }

    private static void WriteNumeric(DuckDbDialect dialect, SqlText sql, ArithmeticExpression arithmetic)
    {
        var isDecimal = arithmetic.Type.IsDecimal;
        if (isDecimal) sql.Append("CAST(");
        sql.Append($"gw_numeric_{NameOf(arithmetic.Operator)}(");
        dialect.WriteNumericText(sql, arithmetic.Left);
        sql.Append(", ");
        dialect.WriteNumericText(sql, arithmetic.Right);
        sql.Append(")");
        if (isDecimal) sql.Append($" AS {dialect.TypeName(arithmetic.Type)})");
    }

    private static void WriteFunction(SqlText sql, string prefix, ArithmeticExpression arithmetic) =>
        sql.Append($"{prefix}{NameOf(arithmetic.Operator)}(").Append(arithmetic.Left).Append(", ").Append(arithmetic.Right).Append(")");

    private static string NameOf(ArithmeticOperator op) => op switch
    {
        ArithmeticOperator.Add => "add",
        ArithmeticOperator.Subtract => "sub",
        ArithmeticOperator.Multiply => "mul",
        ArithmeticOperator.Divide => "div",
        _ => "mod",
    };
}
