using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.SystemViews;

/// <summary>Rows of a dictionary view as a batch of the wanted columns. Dictionary views are small: values travel boxed.</summary>
public static class SystemViewReader
{
    /// <param name="ordinals">Indexes into the table's columns.</param>
    public static RecordBatch Read(TableHandle table, IReadOnlyList<int> ordinals, SystemViewContext context) => Read(table, ordinals, SystemViewTable.Find(table.TableOid).Rows(context));

    /// <summary>Rows that are there already, as a batch of the wanted columns.</summary>
    public static RecordBatch Read(TableHandle table, IReadOnlyList<int> ordinals, IEnumerable<object?[]> values)
    {
        var fields = ordinals.Select(ordinal => new Field(table.Columns[ordinal].Name, table.Columns[ordinal].Type)).ToArray();
        var builders = fields.Select(field => new ArrayBuilder(field.DataType)).ToArray();
        try
        {
            var rows = 0;
            foreach (var row in values)
            {
                for (var i = 0; i < builders.Length; i++) Append(builders[i], row[ordinals[i]], fields[i].SqlType);
                rows++;
            }

            return new RecordBatch(new Schema(fields.ToEquatableArray()), [.. builders.Select(builder => builder.Finish())], rows);
        }
        finally
        {
            foreach (var builder in builders) builder.Dispose();
        }
    }

    private static void Append(ArrayBuilder builder, object? value, SqlType type)
    {
        switch (value)
        {
            case null: builder.AppendNull(); break;
            case bool boolean: builder.AppendBoolean(boolean); break;
            case string text: builder.AppendString(text); break;
            case byte[] bytes: builder.AppendBytes(bytes); break;
            case char character: builder.AppendString(character.ToString()); break;
            case DateTime time: builder.Append((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond); break;
            case Array items when type.Kind == SqlTypeKind.Array:
                foreach (var item in items) Append(builder.Child!, item, type.ElementType);
                builder.EndList();
                break;
            default: AppendNumber(builder, value, type); break;
        }
    }

    private static void AppendNumber(ArrayBuilder builder, object value, SqlType type)
    {
        var invariant = CultureInfo.InvariantCulture;
        switch (type.Kind)
        {
            case SqlTypeKind.Int2: builder.Append(Convert.ToInt16(value, invariant)); break;
            case SqlTypeKind.Int4: builder.Append(Convert.ToInt32(value, invariant)); break;
            case SqlTypeKind.Int8: builder.Append(Convert.ToInt64(value, invariant)); break;
            case SqlTypeKind.Float4: builder.Append(Convert.ToSingle(value, invariant)); break;
            case SqlTypeKind.Float8: builder.Append(Convert.ToDouble(value, invariant)); break;
            case var _ when type.IsOidLike: builder.Append(Convert.ToUInt32(value, invariant)); break;
            default: throw new GatewayException(SqlState.InternalError, $"a dictionary view has a {value.GetType().Name} in a column of type {type}");
        }
    }
}
