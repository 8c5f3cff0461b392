using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Coercion;

/// <summary>Text becomes a constant of a type, as the type's input function in PostgreSQL reads it: same forms, same errors.</summary>
public static class LiteralParser
{
    /// <summary>
    /// The value in <see cref="ConstantExpression"/>'s representation. Null when the value is not known before the statement runs: <c>now</c>, <c>today</c>,
    /// <c>tomorrow</c> and <c>yesterday</c> (directly or in an array) where the settings do not say when, and names behind oid aliases when nobody resolves names.
    /// </summary>
    public static ConstantExpression? Parse(string text, SqlType type, InputSettings settings)
    {
        if (type.Kind == SqlTypeKind.Array) return ParseArray(text, type, settings);
        if (type.IsDateTime && IsRelative(text)) return settings.Now is { } now ? Functions.StableFunctions.Relative(text, type, now, settings.TimeZone) : null;
        if (type.IsOidLike) return ParseOid(text, type, settings);
        if (type.Kind == SqlTypeKind.Numeric) return ParseNumeric(text, type);
        return new ConstantExpression(ParseScalar(text, type, settings), type);
    }

    private static object ParseScalar(string text, SqlType type, InputSettings settings)
    {
        if (type.IsString) return ParseString(text, type);
        var utf8 = Encoding.UTF8.GetBytes(text);
        switch (type.Kind)
        {
            case SqlTypeKind.Boolean: return NumberText.ReadBoolean(utf8);
            case SqlTypeKind.Int2: return NumberText.ReadInteger<short>(utf8, type.Kind);
            case SqlTypeKind.Int4: return NumberText.ReadInteger<int>(utf8, type.Kind);
            case SqlTypeKind.Int8: return NumberText.ReadInteger<long>(utf8, type.Kind);
            case SqlTypeKind.Float4: return NumberText.ReadFloat4(utf8);
            case SqlTypeKind.Float8: return NumberText.ReadFloat8(utf8);
            case SqlTypeKind.InternalChar: return text.Length == 0 ? "" : text[..1];
            case SqlTypeKind.Bytea: return BytesText.ReadBytea(utf8);
            case SqlTypeKind.Date: return DateTimeText.ReadDate(utf8);
            case SqlTypeKind.Time: return DateTimeText.ReadTime(utf8);
            case SqlTypeKind.TimeTz: return TimeTzText(utf8, settings);
            case SqlTypeKind.Timestamp: return DateTimeText.ReadTimestamp(utf8);
            case SqlTypeKind.TimestampTz: return DateTimeText.ReadTimestampTz(utf8, settings.TimeZone);
            case SqlTypeKind.Interval: return IntervalText.Read(utf8);
            case SqlTypeKind.Uuid: return ReadUuid(utf8);
            case SqlTypeKind.Json: JsonText.Check(utf8); return text;
            case SqlTypeKind.JsonB: return JsonText.Normalize(utf8);
            case SqlTypeKind.Unknown: return text;
            case SqlTypeKind.Record: throw new GatewayException(SqlState.FeatureNotSupported, "input of anonymous composite types is not implemented");
            default: throw new GatewayException(SqlState.FeatureNotSupported, $"cannot accept a value of type {type}");
        }
    }

    private static ConstantExpression ParseNumeric(string text, SqlType type)
    {
        var value = DecimalText.Canonicalize(Encoding.UTF8.GetBytes(text));
        return NumericConstants.Fit(value, type);
    }

    /// <summary>Blanks beyond a length limit are cut, anything else there is an error; <c>char(n)</c> is padded.</summary>
    private static string ParseString(string text, SqlType type)
    {
        if (type.Kind == SqlTypeKind.Name) return StringLimits.ToName(text);
        return StringLimits.Apply(text, type, isExplicit: false);
    }

    private static string TimeTzText(byte[] utf8, InputSettings settings)
    {
        var (time, offset) = DateTimeText.ReadTimeTz(utf8, settings.TimeZone);
        Span<byte> target = stackalloc byte[DateTimeWriter.MaxLength];
        var length = DateTimeWriter.WriteTime(time, target);
        length += DateTimeWriter.WriteOffset(offset, target[length..]);
        return Encoding.ASCII.GetString(target[..length]);
    }

    private static Guid ReadUuid(byte[] utf8)
    {
        Span<byte> bytes = stackalloc byte[16];
        BytesText.ReadUuid(utf8, bytes);
        return new Guid(bytes, bigEndian: true);
    }

    private static ConstantExpression? ParseOid(string text, SqlType type, InputSettings settings)
    {
        var trimmed = text.Trim();
        if (type.Kind == SqlTypeKind.Oid || (trimmed.Length > 0 && char.IsAsciiDigit(trimmed[0])))
        {
            var value = NumberText.ReadInteger<long>(Encoding.UTF8.GetBytes(text), SqlTypeKind.Oid);
            return value is >= int.MinValue and <= uint.MaxValue
                ? new ConstantExpression((uint)value, type)
                : throw ValueErrors.NumberOutOfRange(SqlTypeKind.Oid, Encoding.UTF8.GetBytes(text));
        }

        if (trimmed == "-") return new ConstantExpression(0u, type);
        return settings.OidNames?.Invoke(type.Kind, text) is { } oid ? new ConstantExpression(oid, type) : null;
    }

    private static ConstantExpression? ParseArray(string text, SqlType type, InputSettings settings)
    {
        var element = type.ElementType;
        var items = ArrayText.Split(text);
        var values = new object?[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (items[i] is not { } item) continue;
            if (Parse(item, element, settings) is not { } constant) return null;
            values[i] = constant.Value;
        }

        return new ConstantExpression(values, type);
    }

    private static bool IsRelative(string text)
    {
        foreach (var range in text.AsSpan().SplitAny(' ', '\t', ','))
        {
            var word = text.AsSpan()[range];
            if (word.Equals("now", StringComparison.OrdinalIgnoreCase) || word.Equals("today", StringComparison.OrdinalIgnoreCase)
                || word.Equals("tomorrow", StringComparison.OrdinalIgnoreCase) || word.Equals("yesterday", StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
