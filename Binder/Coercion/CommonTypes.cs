using FederationGateway.Common;

namespace FederationGateway.Binder.Coercion;

/// <summary>The one type of values that meet in UNION, CASE, COALESCE, VALUES, ARRAY[…], IN lists (PostgreSQL's section 10.5).</summary>
public static class CommonTypes
{
    /// <summary>
    /// The common type; all unknown become text. 42804 <c>CASE types integer and text cannot be matched</c> when there is none, with <paramref name="construct"/>
    /// as the first word.
    /// </summary>
    public static SqlType Find(IEnumerable<SqlType> types, string construct, int? position = null)
    {
        var known = types.Where(type => type.Kind != SqlTypeKind.Unknown).ToArray();
        if (known.Length == 0) return SqlType.Text;
        var common = known[0];
        foreach (var type in known.AsSpan(1))
        {
            if (IsSame(type, common)) continue;
            if (TypeCategories.Of(type.Kind) != TypeCategories.Of(common.Kind)) throw Mismatch(construct, common, type, position);
            if (!TypeCategories.IsPreferred(common.Kind) && CastTable.Allows(common, type, CoercionContext.Implicit) && !CastTable.Allows(type, common, CoercionContext.Implicit))
                common = type;
        }

        foreach (var type in known)
            if (!CastTable.Allows(type, common, CoercionContext.Implicit)) throw Mismatch(construct, common, type, position);
        return WithModifiers(common, known);
    }

    private static bool IsSame(SqlType left, SqlType right) => left.Kind == right.Kind && left.Element == right.Element;

    // A modifier survives when all agree on it; numerics agree when their scales do.
    private static SqlType WithModifiers(SqlType common, SqlType[] types)
    {
        if (common.Kind == SqlTypeKind.Numeric) return types.Select(NumericTyping.Of).Aggregate(NumericTyping.Common);
        return Array.TrueForAll(types, type => type == types[0]) ? types[0] : common with { Length = 0, Scale = 0 };
    }

    private static GatewayException Mismatch(string construct, SqlType left, SqlType right, int? position) =>
        new(SqlState.DatatypeMismatch, $"{construct} types {TypeCoercion.NameOf(left)} and {TypeCoercion.NameOf(right)} cannot be matched") { Position = position };
}
