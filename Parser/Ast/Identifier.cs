using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>
/// A name. <paramref name="Text"/> is what the name means: without the quotes, and folded to lower case (ASCII only) when it was not quoted.
/// </summary>
public sealed record Identifier(string Text, bool Quoted, TextSpan Span) : SyntaxNode(Span)
{
    public override string ToString() => Text;
}

/// <summary>A name with its qualifiers, outermost first: <c>schema.table</c>, <c>"source"."schema"."table"</c>.</summary>
public sealed record ObjectName(EquatableArray<Identifier> Parts, TextSpan Span) : SyntaxNode(Span)
{
    /// <summary>The object's own name.</summary>
    public Identifier Last => Parts[Parts.Count - 1];

    /// <summary>The part before the last, <c>null</c> when the name stands alone.</summary>
    public Identifier? Schema => Parts.Count > 1 ? Parts[Parts.Count - 2] : null;

    public override string ToString() => string.Join('.', Parts);
}
