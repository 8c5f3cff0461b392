using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

public sealed record NullLiteral(TextSpan Span) : SyntaxExpression(Span);

public sealed record BooleanLiteral(bool Value, TextSpan Span) : SyntaxExpression(Span);

/// <summary>A number in decimal notation, exactly as many digits as written; its type is the binder's business. Never signed.</summary>
public sealed record NumberLiteral(string Text, TextSpan Span) : SyntaxExpression(Span)
{
    /// <summary>Digits only: no point, no exponent.</summary>
    public bool IsInteger => !Text.AsSpan().ContainsAny('.', 'e', 'E');
}

/// <summary>A string in any of its notations (<c>'…'</c>, <c>E'…'</c>, <c>U&amp;'…'</c>, <c>$$…$$</c>), decoded.</summary>
public sealed record StringLiteral(string Value, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>B'0101'</c> or <c>X'1F'</c>.</summary>
/// <param name="Digits">The digits between the quotes.</param>
/// <param name="Hexadecimal">Whether the digits are hexadecimal.</param>
public sealed record BitStringLiteral(string Digits, bool Hexadecimal, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>date '2024-01-31'</c>, <c>interval '1' day</c>, <c>uuid '…'</c>: a string read by a type's input function.</summary>
/// <param name="ValueSpan">Where the string is: its errors are there.</param>
public sealed record TypedLiteral(TypeName Type, string Value, TextSpan ValueSpan, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>DEFAULT</c> where a value is expected in VALUES or SET.</summary>
public sealed record DefaultExpression(TextSpan Span) : SyntaxExpression(Span);
