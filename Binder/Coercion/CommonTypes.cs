using FederationGateway.Common;

namespace FederationGateway.Binder.Coercion;

/// <summary>The one type of values that meet in UNION, CASE, COALESCE, VALUES, ARRAY[…], IN lists (PostgreSQL's section 10.5).</summary>
public static class CommonTypes
{
    /// <summary>
    /// The common type; all unknown become text. 42804 <c>CASE types integer and text cannot be matched</c> when there is none, with <paramref name="construct"/>
    /// as the first word.
    /// </summary>
    /// <param name="position">The error's place.</param>
    /// <param name="positions">The place of each value: then the error is at the one that does not fit.</param>
    public static SqlType Find(IEnumerable<SqlType> types, string construct, int? position = null, IReadOnlyList<int>? positions = null)
    {
        var places = types.Select((type, index) => (Type: type, Position: positions is null ? position : positions[index])).Where(place => place.Type.Kind != SqlTypeKind.Unknown).ToArray();
        if (places.Length == 0) return SqlType.Text;
        var common = places[0].Type;
        foreach (var (type, at) in places.AsSpan(1))
        {
            if (IsSame(type, common)) continue;
            if (TypeCategories.Of(type.Kind) != TypeCategories.Of(common.Kind)) throw Mismatch(construct, common, type, at);
            if (!TypeCategories.IsPreferred(common.Kind) && CastTable.Allows(common, type, CoercionContext.Implicit) && !CastTable.Allows(type, common, CoercionContext.Implicit))
                common = type;
        }

        foreach (var (type, at) in places)
            if (!CastTable.Allows(type, common, CoercionContext.Implicit)) throw Mismatch(construct, common, type, at);
        return WithModifiers(common, [.. places.Select(place => place.Type)]);
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
