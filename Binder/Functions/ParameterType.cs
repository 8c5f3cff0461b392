using FederationGateway.Binder.Coercion;
using FederationGateway.Common;

namespace FederationGateway.Binder.Functions;

/// <summary>The pseudo-types a function may be declared with.</summary>
public enum Polymorphism
{
    None,

    /// <summary>A value of any type, each argument its own.</summary>
    Any,
    AnyElement,
    AnyArray,
    AnyNonArray,

    /// <summary>As AnyElement, but the arguments are brought to their common type.</summary>
    AnyCompatible,
    AnyCompatibleArray,
}

/// <summary>A parameter or result type of a function as it is declared: a type without modifiers, or a pseudo-type.</summary>
public readonly record struct ParameterType(SqlTypeKind Kind, SqlTypeKind Element = SqlTypeKind.Unknown, Polymorphism Polymorphism = Polymorphism.None)
{
    private static readonly Dictionary<string, SqlTypeKind> Names = Enum.GetValues<SqlTypeKind>().ToDictionary(SqlTypeNames.Internal, StringComparer.Ordinal);

    public bool IsPolymorphic => Polymorphism != Polymorphism.None;

    public bool IsConcrete => Polymorphism == Polymorphism.None;

    public SqlType Type => new(Kind, Element: Element);

    public bool IsArray => Kind == SqlTypeKind.Array;

    public TypeCategory Category => Polymorphism switch
    {
        Polymorphism.None => TypeCategories.Of(Kind),
        _ => TypeCategory.Pseudo,
    };

    /// <summary>Reads PostgreSQL's internal names: <c>int4</c>, <c>_text</c> for an array, <c>any</c>, <c>anyarray</c> ….</summary>
    public static ParameterType Parse(string name) => name switch
    {
        "any" => new(SqlTypeKind.Unknown, Polymorphism: Polymorphism.Any),
        "anyelement" => new(SqlTypeKind.Unknown, Polymorphism: Polymorphism.AnyElement),
        "anynonarray" => new(SqlTypeKind.Unknown, Polymorphism: Polymorphism.AnyNonArray),
        "anycompatible" => new(SqlTypeKind.Unknown, Polymorphism: Polymorphism.AnyCompatible),
        "anyarray" => new(SqlTypeKind.Array, Polymorphism: Polymorphism.AnyArray),
        "anycompatiblearray" => new(SqlTypeKind.Array, Polymorphism: Polymorphism.AnyCompatibleArray),
        _ when name.StartsWith('_') => new(SqlTypeKind.Array, Names[name[1..]]),
        _ => new(Names[name]),
    };

    /// <summary>As signatures write it.</summary>
    public override string ToString() => Polymorphism switch
    {
        Polymorphism.None when IsArray => "_" + SqlTypeNames.Internal(Element),
        Polymorphism.None => SqlTypeNames.Internal(Kind),
        _ => Polymorphism.ToString().ToLowerInvariant(),
    };

    /// <summary>Whether an argument of the type may stand here without anyone writing a cast.</summary>
    public bool Accepts(SqlType argument) => Polymorphism switch
    {
        Polymorphism.None => CastTable.Allows(argument, Type, CoercionContext.Implicit),
        Polymorphism.AnyArray or Polymorphism.AnyCompatibleArray => argument.Kind is SqlTypeKind.Array or SqlTypeKind.Unknown,
        Polymorphism.AnyNonArray => argument.Kind != SqlTypeKind.Array,
        _ => true,
    };

    public bool IsExactly(SqlType argument) => IsConcrete && argument.Kind == Kind && argument.Element == Element;
}
