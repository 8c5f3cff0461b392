using FederationGateway.Binder.Coercion;
using FederationGateway.Common;

namespace FederationGateway.Binder.Functions;

/// <summary>What the pseudo-types of one call stand for.</summary>
/// <param name="Element">The type behind anyelement, anynonarray and, as its element, anyarray.</param>
/// <param name="Compatible">The same for the anycompatible family.</param>
internal sealed record PolymorphicTypes(SqlType? Element, SqlType? Compatible)
{
    /// <summary>Null when the arguments contradict each other.</summary>
    public static PolymorphicTypes? Resolve(FunctionDefinition definition, IReadOnlyList<SqlType> arguments)
    {
        SqlType? element = null;
        List<SqlType> compatible = [];
        var hasElement = false;
        var hasCompatible = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            var polymorphism = definition.ParameterAt(i).Polymorphism;
            if (polymorphism is Polymorphism.None or Polymorphism.Any) continue;
            var isArray = polymorphism is Polymorphism.AnyArray or Polymorphism.AnyCompatibleArray;
            var isCompatible = polymorphism is Polymorphism.AnyCompatible or Polymorphism.AnyCompatibleArray;
            hasElement |= !isCompatible;
            hasCompatible |= isCompatible;
            if (arguments[i].Kind == SqlTypeKind.Unknown) continue;
            var type = isArray ? arguments[i].ElementType : arguments[i];
            if (isCompatible) compatible.Add(type);
            else if (element is null) element = type;
            else if (element.Value.Kind != type.Kind || element.Value.Element != type.Element) return null;
            else if (element.Value != type) element = type.Kind == SqlTypeKind.Numeric ? NumericTyping.Common(element.Value, type) : new SqlType(type.Kind, Element: type.Element);
        }

        SqlType? common = null;
        if (hasCompatible && !TryFindCommon(compatible, out common)) return null;
        return new PolymorphicTypes(hasElement ? element ?? SqlType.Text : null, common);
    }

    /// <summary>The type a declared one stands for in this call; the argument's own for <c>any</c>.</summary>
    public SqlType Apply(ParameterType declared, SqlType argument) => declared.Polymorphism switch
    {
        Polymorphism.None => declared.Type,
        Polymorphism.Any => argument.Kind == SqlTypeKind.Unknown ? SqlType.Text : argument,
        Polymorphism.AnyArray => SqlType.ArrayOf(Element!.Value.Kind),
        Polymorphism.AnyCompatibleArray => SqlType.ArrayOf(Compatible!.Value.Kind),
        Polymorphism.AnyCompatible => Compatible!.Value,
        _ => Element!.Value,
    };

    private static bool TryFindCommon(List<SqlType> types, out SqlType? common)
    {
        common = null;
        try
        {
            common = CommonTypes.Find(types, "");
            return true;
        }
        catch (GatewayException)
        {
            return false;
        }
    }
}
