using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>Calls of functions and operators with arguments of their parameters' types.</summary>
internal sealed class CallGenerator(Dice dice, ExpressionGenerator expressions)
{
    private static readonly SqlType[] Elements = [SqlType.Int4, SqlType.Text, SqlType.Int4, SqlType.Text, SqlType.Int8, SqlType.UnconstrainedNumeric, SqlType.Boolean, SqlType.Date];
    private static readonly SqlType[] Any = [SqlType.Int4, SqlType.Text, SqlType.UnconstrainedNumeric, SqlType.Date, SqlType.Boolean, SqlType.Int8, SqlType.Timestamp];

    /// <param name="result">The type wanted; null when it does not matter.</param>
    public Piece Call(FunctionDefinition definition, SqlType? result, Place place)
    {
        var arguments = Arguments(definition, result, place.Inner(tame: dice.Chance(70)));
        if (definition.Kind == FunctionKind.Operator)
            return arguments.Count == 1
                ? Join("(", definition.Name, " ", arguments[0], ")")
                : Join("(", arguments[0], $" {definition.Name} ", arguments[1], ")");
        return definition.Name switch
        {
            "extract" => Join("extract(", Unquoted(arguments[0]), " from ", arguments[1], ")"),
            "position" => Join("position(", arguments[0], " in ", arguments[1], ")"),
            "overlaps" => Join("((", arguments[0], ", ", arguments[1], ") overlaps (", arguments[2], ", ", arguments[3], "))"),
            _ => Join(definition.Name, "(", new Series(", ", arguments.Count, arguments), ")"),
        };
    }

    /// <summary>One argument for each parameter; a variadic one several times.</summary>
    public IReadOnlyList<Piece> Arguments(FunctionDefinition definition, SqlType? result, Place place)
    {
        var element = Element(definition, result);
        var count = definition.IsVariadic ? definition.Parameters.Count + dice.Roll(2) : definition.Parameters.Count;
        if (definition.IsVariadic && definition.Name.EndsWith("build_object", StringComparison.Ordinal))
            count = 2;
        return [.. Enumerable.Range(0, count).Select(ordinal => Argument(definition, ordinal, element, place))];
    }

    /// <summary>The type of an argument, where a pseudo-type stands for <paramref name="element"/>.</summary>
    public SqlType TypeOf(ParameterType parameter, SqlType element) => parameter.Polymorphism switch
    {
        Polymorphism.None => parameter.Type,
        Polymorphism.Any => dice.Pick(Any),
        Polymorphism.AnyArray or Polymorphism.AnyCompatibleArray => SqlType.ArrayOf(element.Kind),
        _ => element,
    };

    private Piece Argument(FunctionDefinition definition, int ordinal, SqlType element, Place place) =>
        ArgumentHints.Find(definition.Name, definition.Signature, ordinal) is { } hints && !(dice.Chance(10) && IsHarmless(definition))
            ? dice.Pick(hints)
            : expressions.Of(TypeOf(definition.ParameterAt(ordinal), element), place);

    /// <summary>Whether any argument will do, at the price of an error now and then.</summary>
    private static bool IsHarmless(FunctionDefinition definition) => definition.Parameters.Count == 2 && definition.Name is "left" or "right" or "strpos" or "~~" or "!~~" or "->" or "->>";

    private SqlType Element(FunctionDefinition definition, SqlType? result)
    {
        var takesArrays = definition.Parameters.Any(parameter => parameter.Polymorphism is Polymorphism.AnyArray or Polymorphism.AnyCompatibleArray);
        var (returns, wanted) = (definition.Returns, result);
        if (wanted is { } type && returns.IsPolymorphic)
            return returns.Polymorphism is Polymorphism.AnyArray or Polymorphism.AnyCompatibleArray ? type.ElementType
                : takesArrays && !Elements.Contains(type) ? SqlType.Int4 : type;
        return takesArrays ? dice.Pick(Elements) : dice.Pick(Any);
    }

    private static string Unquoted(Piece field) => field.ToString().Trim('\'');

    private static Phrase Join(params Piece[] parts) => ExpressionGenerator.Join(parts);
}
