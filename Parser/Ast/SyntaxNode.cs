using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>
/// A piece of a statement as it was written: names unresolved, nothing inferred. Immutable; compares by value, positions included.
/// </summary>
/// <param name="Span">Where it stands in the whole text given to the parser (all statements of it).</param>
public abstract record SyntaxNode(TextSpan Span);

/// <summary>One SQL statement.</summary>
public abstract record Statement(TextSpan Span) : SyntaxNode(Span);

/// <summary>An expression not bound yet.</summary>
public abstract record SyntaxExpression(TextSpan Span) : SyntaxNode(Span);
