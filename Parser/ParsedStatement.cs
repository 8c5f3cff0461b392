using FederationGateway.Common;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser;

/// <summary>One statement of the text given to the parser.</summary>
/// <param name="Text">The statement's own text, without what stands around it and without the semicolon.</param>
/// <param name="Span">Where that text stands in the whole; positions inside <paramref name="Statement"/> count from the start of the whole too.</param>
public sealed record ParsedStatement(Statement Statement, string Text, TextSpan Span);
