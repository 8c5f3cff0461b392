using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Hana;

/// <summary>CURRENT_UTCTIMESTAMP, CURRENT_UTCDATE, CURRENT_UTCTIME: the transaction's start as UTC clocks show it. They are no reserved words: a column of that name is that column.</summary>
internal static class HanaRegisters
{
    public static bool IsRegister(string name) => name is "current_utctimestamp" or "current_utcdate" or "current_utctime";

    public static Expression Bind(Ast.Identifier name, Scope scope) => Bind(new HanaWriter(name.Text, scope, name.Span));

    public static Expression? TryBind(HanaWriter writer, IReadOnlyList<Expression> arguments)
    {
        if (!IsRegister(writer.Name)) return null;
        return arguments switch
        {
            [] => Bind(writer),
            [ConstantExpression { Value: int digits }] when digits is >= 0 and <= 7 && writer.Name == "current_utctimestamp" => Shortened(writer, digits),
            _ => null,
        };
    }

    private static Expression Bind(HanaWriter writer)
    {
        var now = writer.Call("timezone", HanaWriter.Text("UTC"), writer.Call("current_timestamp"));
        return writer.Name switch
        {
            "current_utcdate" => writer.Date(now),
            "current_utctime" => writer.Cast(now, SqlType.Time),
            _ => now,
        };
    }

    // Digits beyond the microsecond are zeros here.
    private static Expression Shortened(HanaWriter writer, int digits) => digits switch
    {
        0 => writer.Call("date_trunc", HanaWriter.Text("second"), Bind(writer)),
        3 => writer.Call("date_trunc", HanaWriter.Text("milliseconds"), Bind(writer)),
        6 or 7 => Bind(writer),
        _ => throw GatewayException.Unsupported($"{writer.Name.ToUpperInvariant()}({digits})", writer.Span),
    };
}
