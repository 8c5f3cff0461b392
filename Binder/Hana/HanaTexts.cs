namespace FederationGateway.Binder.Hana;

/// <summary>SUBSTR_AFTER, SUBSTR_BEFORE, LOCATE with a start, MAP.</summary>
internal static class HanaTexts
{
    public static Expression? TryBind(HanaWriter writer, IReadOnlyList<Expression> arguments) => (writer.Name, arguments) switch
    {
        ("substr_after", [var text, var pattern]) => Substring(writer, text, pattern, (found, whole, sought) =>
            writer.Call("substr", whole, writer.Operator("+", found, writer.Call("length", sought)))),
        ("substr_before", [var text, var pattern]) => Substring(writer, text, pattern, (found, whole, _) =>
            writer.Call("substr", whole, HanaWriter.Number(1), writer.Operator("-", found, HanaWriter.Number(1)))),
        ("locate", [var text, var pattern, var start]) => LocateFrom(writer, text, pattern, start),
        ("locate", [_, _, _, _]) => throw GatewayException.Unsupported("LOCATE with an occurrence", writer.Span),
        ("map", [var value, _, _, ..]) => Map(writer, value, arguments),
        _ => null,
    };

    /// <summary>The whole text for an empty pattern, an empty one when the pattern is not there.</summary>
    private static Expression Substring(HanaWriter writer, Expression text, Expression pattern, Func<Expression, Expression, Expression, Expression> cut)
    {
        var (whole, sought) = (writer.Cast(writer.Repeated(text), SqlType.Text), writer.Cast(writer.Repeated(pattern), SqlType.Text));
        var found = writer.Call("strpos", whole, sought);
        return writer.Case(
            [
                (writer.Operator("=", sought, HanaWriter.Text("")), whole),
                (writer.Operator("=", found, HanaWriter.Number(0)), HanaWriter.Text("")),
            ],
            cut(found, whole, sought));
    }

    private static Expression LocateFrom(HanaWriter writer, Expression text, Expression pattern, Expression start)
    {
        if (start is not ConstantExpression { Value: int and >= 0 } from) throw GatewayException.Unsupported("LOCATE from a start that is negative or not a constant", writer.Span);
        if (from.Value is 0 or 1) return writer.Call("strpos", text, pattern);
        var found = writer.Call("strpos", writer.Call("substr", writer.Repeated(text), from), writer.Repeated(pattern));
        return writer.Case([(writer.Operator("=", found, HanaWriter.Number(0)), HanaWriter.Number(0))], writer.Operator("+", found, HanaWriter.Number((int)from.Value - 1)));
    }

    /// <summary><c>MAP(value, search, result, …, default)</c> is a CASE with an operand.</summary>
    private static Expression Map(HanaWriter writer, Expression value, IReadOnlyList<Expression> arguments)
    {
        var operand = writer.Repeated(value);
        var branches = new List<(Expression, Expression)>();
        for (var i = 1; i + 1 < arguments.Count; i += 2) branches.Add((writer.Operator("=", operand, arguments[i]), arguments[i + 1]));
        return writer.Case(branches.ToEquatableArray(), arguments.Count % 2 == 0 ? arguments[arguments.Count - 1] : null);
    }
}
