using System.Globalization;

namespace FederationGateway.Binder.Queries;

/// <summary>What a hint says beside its name: of most of them, nothing that counts here.</summary>
internal static class Hints
{
    public static string Read(Ast.Hint hint)
    {
        var name = hint.Name.Text.ToUpperInvariant();
        if (name != HintNames.MaxStaleness) return name;
        if (hint.Arguments is [Ast.NumberLiteral number] && double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds <= int.MaxValue)
            return HintNames.ForMaxStaleness(TimeSpan.FromSeconds(seconds));
        throw new GatewayException(SqlState.InvalidParameterValue, "hint MAX_STALENESS takes a number of seconds") { Position = hint.Span.Start, Hint = "As in WITH HINT (MAX_STALENESS(5))." };
    }
}
