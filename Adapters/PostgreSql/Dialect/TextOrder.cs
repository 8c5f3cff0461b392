using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>
/// The gateway orders text byte by byte; a PostgreSQL database as its collation says. Wherever the order matters an operand is written with
/// <c>COLLATE "C"</c>, unless its columns are known to have that order anyway: then their indexes serve.
/// Equality needs nothing: all collations left after <see cref="PostgreSqlDialect.ColumnValue"/> take only equal bytes for equal.
/// </summary>
internal static class TextOrder
{
    private const string Binary = " COLLATE \"C\"";

    /// <summary>True for types whose values are ordered by a collation.</summary>
    public static bool IsCollated(SqlType type) => type.IsString || (type.Kind == SqlTypeKind.Array && type.ElementType.IsString);

    /// <summary>jsonb orders the strings in it by the database's collation, which no COLLATE reaches; json and arrays of either as well, or not at all.</summary>
    public static bool CanOrder(SqlType type) => type.Kind switch
    {
        SqlTypeKind.JsonB or SqlTypeKind.Json => false,
        SqlTypeKind.Array => CanOrder(type.ElementType),
        _ => true,
    };

    /// <summary>What must stand behind an operand whose order, together with <paramref name="others"/>, matters; refuses what cannot be ordered.</summary>
    public static string Suffix(SqlText sql, Expression operand, params ReadOnlySpan<Expression> others)
    {
        if (!CanOrder(operand.Type))
        {
            sql.Refuse(RefusalCode.DifferentSemantics, $"PostgreSQL orders the text in {operand.Type} by the database's collation");
            return "";
        }

        if (!IsCollated(operand.Type)) return "";
        var (columns, binary) = (0, 0);
        Count(sql, operand, ref columns, ref binary);
        foreach (var other in others) Count(sql, other, ref columns, ref binary);
        return columns > 0 && columns == binary ? "" : Binary;
    }

    private static void Count(SqlText sql, Expression operand, ref int columns, ref int binary)
    {
        foreach (var column in operand.Columns())
        {
            var origin = sql.Origins(column.Id);
            if (!IsCollated(column.Type)) continue;
            columns++;
            if (Fact(origin, PropertyNames.Collation) == "C") binary++;
            if (Fact(origin, PropertyNames.ServerEncoding) is { } encoding)
                sql.Refuse(RefusalCode.TextOrder, $"the server keeps text in {encoding}, which orders characters differently", "text is compared for equality there, but ordered here");
        }
    }

    private static string? Fact(TableColumn? column, string name) => column?.Properties.FirstOrDefault(property => property.Name == name)?.Value;
}
