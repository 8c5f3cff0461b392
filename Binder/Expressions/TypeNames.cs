using System.Globalization;

namespace FederationGateway.Binder.Expressions;

/// <summary>Types as written become types: aliases, modifiers and array brackets included.</summary>
public static class TypeNames
{
    private const int MaxPrecision = 1000;
    private const int MaxLength = 10_485_760;
    private const int MicrosecondDigits = 6;

    /// <summary>42704 for a type that does not exist, 22023 for modifiers out of range, 0A000 for those the gateway does not have.</summary>
    public static SqlType Resolve(Ast.TypeName name)
    {
        var kind = FindKind(name.Name) ?? throw Undefined(name);
        var type = WithModifiers(kind, name);
        if (name.ArrayDimensions == 0) return type;
        return SqlType.ArrayOf(type.Kind);
    }

    private static SqlTypeKind? FindKind(Ast.ObjectName name) => (name.Schema?.Text, name.Last) switch
    {
        (null or "pg_catalog", { Quoted: true, Text: "char" }) => SqlTypeKind.InternalChar,
        (null or "pg_catalog", { Text: var text }) => SqlTypeNames.Parse(text),
        ("information_schema", { Text: "sql_identifier" }) => SqlTypeKind.Name,
        ("information_schema", { Text: "character_data" or "yes_or_no" }) => SqlTypeKind.VarChar,
        ("information_schema", { Text: "cardinal_number" }) => SqlTypeKind.Int4,
        ("information_schema", { Text: "time_stamp" }) => SqlTypeKind.TimestampTz,
        _ => null,
    };

    private static SqlType WithModifiers(SqlTypeKind kind, Ast.TypeName name)
    {
        if (name.IntervalFields != Ast.IntervalFields.All) throw GatewayException.Unsupported("an interval restricted to some fields", name.Span);
        var modifiers = name.Modifiers.Select(Number).ToArray();
        switch (kind)
        {
            case SqlTypeKind.BpChar when modifiers.Length == 0: return name.Name.Last.Text == "bpchar" ? new SqlType(kind) : SqlType.BpChar();
            case SqlTypeKind.VarChar or SqlTypeKind.BpChar when modifiers.Length == 1: return new SqlType(kind, Length(kind, modifiers[0], name));
            case SqlTypeKind.Numeric when modifiers.Length is 1 or 2: return Numeric(modifiers[0], modifiers.Length == 2 ? modifiers[1] : 0, name);
            case SqlTypeKind.Time or SqlTypeKind.TimeTz or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz or SqlTypeKind.Interval when modifiers.Length == 1:
                if (modifiers[0] < MicrosecondDigits) throw GatewayException.Unsupported($"{SqlTypeNames.Of(kind)} of less than {MicrosecondDigits} fractional digits", name.Span);
                return new SqlType(kind);
            case SqlTypeKind.Float8 when modifiers.Length == 1: return Float(modifiers[0], name);
            default:
                if (modifiers.Length == 0) return new SqlType(kind);
                throw new GatewayException(SqlState.SyntaxError, $"type modifier is not allowed for type \"{name.Name}\"") { Position = name.Span.Start };
        }
    }

    private static int Number(Ast.SyntaxExpression modifier) => modifier switch
    {
        Ast.NumberLiteral number when int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) => value,
        Ast.UnaryExpression { Operator.Symbol: "-", Operand: Ast.NumberLiteral number } when int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) => -value,
        _ => throw new GatewayException(SqlState.SyntaxError, "type modifiers must be simple constants or identifiers") { Position = modifier.Span.Start },
    };

    private static int Length(SqlTypeKind kind, int length, Ast.TypeName name)
    {
        var shown = kind == SqlTypeKind.VarChar ? "varchar" : "char";
        if (length < 1) throw Invalid($"length for type {shown} must be at least 1", name);
        return length <= MaxLength ? length : throw Invalid($"length for type {shown} cannot exceed {MaxLength}", name);
    }

    private static SqlType Numeric(int precision, int scale, Ast.TypeName name)
    {
        if (precision is < 1 or > MaxPrecision) throw Invalid($"NUMERIC precision {precision} must be between 1 and {MaxPrecision}", name);
        if (precision > SqlType.MaxDecimalPrecision) throw GatewayException.Unsupported($"a numeric precision beyond {SqlType.MaxDecimalPrecision}", name.Span);
        if (scale < 0 || scale > precision) throw GatewayException.Unsupported("a numeric scale outside 0 and the precision", name.Span);
        return SqlType.Numeric(precision, scale);
    }

    // float(p) counts binary digits.
    private static SqlType Float(int bits, Ast.TypeName name) => bits switch
    {
        < 1 => throw Invalid("precision for type float must be at least 1 bit", name),
        <= 24 => SqlType.Float4,
        <= 53 => SqlType.Float8,
        _ => throw Invalid("precision for type float must be less than 54 bits", name),
    };

    private static GatewayException Invalid(string message, Ast.TypeName name) => new(SqlState.InvalidParameterValue, message) { Position = name.Span.Start };

    private static GatewayException Undefined(Ast.TypeName name) => name.Name.Schema?.Text is null or "pg_catalog" && UnsupportedTypes.Contains(name.Name.Last.Text)
        ? GatewayException.Unsupported($"the type {name.Name.Last}", name.Span)
        : new(SqlState.UndefinedObject, $"type \"{name.Name}\" does not exist") { Position = name.Span.Start };
}
