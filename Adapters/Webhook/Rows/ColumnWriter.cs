using System.Globalization;
using System.Text;
using System.Text.Json;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Webhook.Rows;

/// <summary>One column of posted rows: JSON values become values of the column's type, exactly, or the row is refused.</summary>
internal sealed class ColumnWriter(TableColumn column) : IDisposable
{
    private readonly ArrayBuilder _builder = new(SqlTypeMapping.ToArrow(column.Type));

    /// <summary>True for types that JSON values can become.</summary>
    public static bool Knows(SqlType type) => type.Kind is SqlTypeKind.Boolean or SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Float4 or SqlTypeKind.Float8
        or SqlTypeKind.Numeric or SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.BpChar or SqlTypeKind.Json or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.Timestamp
        or SqlTypeKind.TimestampTz or SqlTypeKind.Uuid or SqlTypeKind.Bytea;

    public string Field => column.RemoteName;

    public ArrayData Finish() => _builder.Finish();

    /// <summary>Of a row of which only the key is known.</summary>
    public void AppendUntold() => _builder.AppendNull();

    public void AppendNull()
    {
        if (!column.IsNullable) throw new RowRefusedException($"field \"{Field}\" is missing or null, and its column takes no nulls");
        _builder.AppendNull();
    }

    /// <param name="value">Not null.</param>
    public void Append(JsonElement value)
    {
        try
        {
            if (!TryAppend(value)) throw Wrong();
        }
        catch (InvalidOperationException)
        {
            // Text that is no Unicode.
            throw Wrong();
        }
    }

    public void Dispose() => _builder.Dispose();

    private bool TryAppend(JsonElement value) => column.Type.Kind switch
    {
        SqlTypeKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False && Do(() => _builder.AppendBoolean(value.GetBoolean())),
        SqlTypeKind.Int2 => Whole(value) is { } number && number is >= short.MinValue and <= short.MaxValue && Do(() => _builder.Append((short)number)),
        SqlTypeKind.Int4 => Whole(value) is { } number && number is >= int.MinValue and <= int.MaxValue && Do(() => _builder.Append((int)number)),
        SqlTypeKind.Int8 => Whole(value) is { } number && Do(() => _builder.Append(number)),
        SqlTypeKind.Float4 => Real(value) is { } number && float.IsInfinity((float)number) == double.IsInfinity(number) && Do(() => _builder.Append((float)number)),
        SqlTypeKind.Float8 => Real(value) is { } number && Do(() => _builder.Append(number)),
        SqlTypeKind.Numeric => DecimalText.Of(TextOf(value)) is { } number && (column.Type.Length == 0
            ? Do(() => _builder.AppendString(number.ToString()))
            : number.Unscaled(column.Type.Length, column.Type.Scale) is { } unscaled && Do(() => _builder.Append(unscaled))),
        SqlTypeKind.Json => Do(() => _builder.AppendString(value.GetRawText())),
        SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.BpChar => AppendText(value),
        SqlTypeKind.Bytea => value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) && Do(() => _builder.AppendBytes(bytes)),
        SqlTypeKind.Uuid => value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var uuid) && Do(() => uuid.TryWriteBytes(_builder.ReserveBytes(16), bigEndian: true, out _)),
        _ => value.ValueKind == JsonValueKind.String && MomentText.Read(value.GetString()!, column.Type) is { } moment
            && Do(() => { if (column.Type.Kind == SqlTypeKind.Date) _builder.Append((int)moment); else _builder.Append(moment); }),
    };

    private bool AppendText(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return false;
        var text = value.GetString()!;
        if (text.Contains('\0', StringComparison.Ordinal)) throw new RowRefusedException($"field \"{Field}\" has the character U+0000, which no text has");
        if (column.Type.Length > 0)
        {
            var length = text.EnumerateRunes().Count();
            if (length > column.Type.Length && text.TrimEnd(' ').EnumerateRunes().Count() > column.Type.Length) throw new RowRefusedException($"field \"{Field}\" has {length} characters, and {column.Type} takes no more than {column.Type.Length}");
            if (length > column.Type.Length) text = text[..^(length - column.Type.Length)];
            else if (column.Type.Kind == SqlTypeKind.BpChar) text += new string(' ', column.Type.Length - length);
        }

        _builder.AppendString(text);
        return true;
    }

    // Numbers too large for some senders' numbers come as text.
    private static string? TextOf(JsonElement value) => value.ValueKind switch { JsonValueKind.Number => value.GetRawText(), JsonValueKind.String => value.GetString(), _ => null };

    private static long? Whole(JsonElement value) => long.TryParse(TextOf(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double? Real(JsonElement value)
    {
        var text = TextOf(value);
        return text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
        };
    }

    private static bool Do(Action append)
    {
        append();
        return true;
    }

    private RowRefusedException Wrong() => new($"field \"{Field}\" is no value of type {column.Type}");
}
