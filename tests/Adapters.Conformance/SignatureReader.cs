using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Conformance;

/// <summary>Calls made up from signatures, with null arguments of the declared types (int4 or text for pseudo-types).</summary>
public static class SignatureReader
{
    public static string NameOf(string signature) => signature[..signature.IndexOf('(', StringComparison.Ordinal)];

    public static EquatableArray<Expression> Arguments(string signature)
    {
        var list = signature[(signature.IndexOf('(', StringComparison.Ordinal) + 1)..^1];
        return list.Length == 0 ? [] : list.Split(',').Select(name => (Expression)ConstantExpression.Null(TypeOf(name))).ToEquatableArray();
    }

    private static SqlType TypeOf(string name) => name switch
    {
        "any" => SqlType.Text,
        "anyelement" or "anynonarray" or "anycompatible" => SqlType.Int4,
        "anyarray" or "anycompatiblearray" => SqlType.ArrayOf(SqlTypeKind.Int4),
        "char" => SqlType.InternalChar,
        _ when name.StartsWith('_') => SqlType.ArrayOf(TypeOf(name[1..]).Kind),
        _ => new SqlType(Enum.GetValues<SqlTypeKind>().First(kind => SqlTypeNames.Internal(kind) == name)),
    };
}
