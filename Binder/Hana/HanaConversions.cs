namespace FederationGateway.Binder.Hana;

/// <summary>TO_VARCHAR, TO_DATE, TO_DECIMAL …: conversions by function. Numbers lose the digits they have too many of; they are not rounded.</summary>
internal static class HanaConversions
{
    public static Expression? TryBind(HanaWriter writer, IReadOnlyList<Expression> arguments) => (writer.Name, arguments) switch
    {
        ("to_varchar" or "to_nvarchar", [var value]) => writer.Cast(writer.Resolve(value), SqlType.Text),
        ("to_varchar" or "to_nvarchar", [var value, var format]) => writer.Call("to_char", Formattable(writer, value), HanaFormats.ForOutput(format, writer)),
        ("to_date", [var value]) => writer.Date(value),
        ("to_time", [var value]) => writer.Cast(value, SqlType.Time),
        ("to_timestamp", [var value]) when !IsEpoch(value) => writer.Cast(value, SqlType.Timestamp),
        ("to_seconddate", [var value]) => writer.Call("date_trunc", HanaWriter.Text("second"), writer.Cast(value, SqlType.Timestamp)),
        ("to_seconddate", [var value, var format]) =>
            writer.Call("date_trunc", HanaWriter.Text("second"), writer.Cast(writer.Call("to_timestamp", value, HanaFormats.ForInput(format, writer)), SqlType.Timestamp)),
        ("to_integer" or "to_int", [var value]) => Whole(writer, value, SqlType.Int4),
        ("to_smallint", [var value]) => Whole(writer, value, SqlType.Int2),
        ("to_bigint", [var value]) => Whole(writer, value, SqlType.Int8),
        ("to_double", [var value]) => writer.Cast(value, SqlType.Float8),
        ("to_real", [var value]) => writer.Cast(value, SqlType.Float4),
        ("to_boolean", [var value]) => writer.Cast(value, SqlType.Boolean),
        ("to_decimal", [var value]) => writer.Cast(value, SqlType.UnconstrainedNumeric),
        ("to_decimal", [var value, var precision]) => Decimal(writer, value, precision, HanaWriter.Number(0)),
        ("to_decimal", [var value, var precision, var scale]) => Decimal(writer, value, precision, scale),
        _ => null,
    };

    private static Expression Whole(HanaWriter writer, Expression value, SqlType type)
    {
        if (value.Type.IsInteger || value.Type.Kind == SqlTypeKind.Boolean) return writer.Cast(value, type);
        var number = value.Type.IsNumber ? value : writer.Cast(value, SqlType.UnconstrainedNumeric);
        return writer.Cast(writer.Call("trunc", number.Type.Kind == SqlTypeKind.Float4 ? writer.Cast(number, SqlType.Float8) : number), type);
    }

    private static Expression Decimal(HanaWriter writer, Expression value, Expression precision, Expression scale)
    {
        if (precision is not ConstantExpression { Value: int digits } || scale is not ConstantExpression { Value: int decimals })
            throw GatewayException.Unsupported("TO_DECIMAL with a precision or scale that is not a constant", writer.Span);
        if (digits is < 1 or > SqlType.MaxDecimalPrecision || decimals < 0 || decimals > digits)
            throw new GatewayException(SqlState.InvalidParameterValue, $"NUMERIC precision {digits} and scale {decimals} are out of range") { Position = writer.Span.Start };
        return writer.Cast(writer.Call("trunc", writer.Cast(value, SqlType.UnconstrainedNumeric), scale), SqlType.Numeric(digits, decimals));
    }

    // PostgreSQL's to_timestamp(number) counts seconds, and takes a literal that may be a number for one.
    private static bool IsEpoch(Expression value) => value.Type.IsNumber || value switch
    {
        ConstantExpression { Type.Kind: SqlTypeKind.Unknown, Value: string text } =>
            double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _),
        _ => value.Type.Kind == SqlTypeKind.Unknown,
    };

    // to_char knows timestamps, not dates; text is a moment.
    private static Expression Formattable(HanaWriter writer, Expression value) =>
        HanaWriter.IsText(value) || value.Type.Kind == SqlTypeKind.Date ? writer.Timestamp(value) : value;
}
