using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements;

/// <summary>COPY stores strings as an assignment does: too long a one is an error, unless only spaces are too many; char(n) is filled up.</summary>
internal static class CopiedStrings
{
    /// <summary>The batch as it is stored; takes over the given one.</summary>
    public static RecordBatch Fit(RecordBatch batch, IReadOnlyList<ResultColumn> columns)
    {
        if (!columns.Any(IsLimited)) return batch;
        using (batch)
            return new RecordBatch(batch.Schema, [.. batch.Columns.Select((column, i) => IsLimited(columns[i]) ? Fit(column, columns[i].Type) : column.Retain())], batch.Length);
    }

    private static bool IsLimited(ResultColumn column) => column.Type is { Kind: SqlTypeKind.VarChar or SqlTypeKind.BpChar, Length: > 0 };

    private static ArrayData Fit(ArrayData column, SqlType type)
    {
        if (Fits(column, type)) return column.Retain();
        using var builder = new ArrayBuilder(column.DataType);
        for (var row = 0; row < column.Length; row++)
        {
            if (column.IsNull(row)) builder.AppendNull();
            else builder.AppendString(StringLimits.Apply(column.GetString(row), type, isExplicit: false));
        }

        return builder.Finish();
    }

    // So many bytes are at most so many characters.
    private static bool Fits(ArrayData column, SqlType type)
    {
        if (type.Kind == SqlTypeKind.BpChar) return false;
        for (var row = 0; row < column.Length; row++)
            if (!column.IsNull(row) && column.GetBytes(row).Length > type.Length) return false;
        return true;
    }
}
