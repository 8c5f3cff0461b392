using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

public enum CredentialCommand
{
    Create,
    Alter,
    Drop,
}

/// <summary>HANA's <c>CREATE CREDENTIAL FOR [USER user] COMPONENT 'c' PURPOSE 'p' TYPE 't' USING 'secret'</c>, and ALTER and DROP.</summary>
/// <param name="User"><c>null</c>: for every user that has none of their own.</param>
/// <param name="Purpose">The remote source.</param>
public sealed record CredentialStatement(
    CredentialCommand Command, Identifier? User, string Component, string Purpose, string Type, Secret? Secret, TextSpan Span) : Statement(Span);

/// <summary>PostgreSQL's <c>CREATE USER MAPPING FOR user SERVER source OPTIONS (user 'u', password 'p')</c>, and ALTER and DROP.</summary>
/// <param name="User">USER and <c>public</c> among the names.</param>
/// <param name="IsConditional">IF NOT EXISTS, IF EXISTS.</param>
public sealed record UserMappingStatement(
    CredentialCommand Command, Identifier User, Identifier Source, bool IsConditional, EquatableArray<MappingOption> Options, TextSpan Span) : Statement(Span);

/// <param name="Value"><c>null</c>: DROP.</param>
public sealed record MappingOption(string Name, Secret? Value, TextSpan Span) : SyntaxNode(Span);

/// <summary>A text that is never shown.</summary>
public sealed record Secret(string Text)
{
    public override string ToString() => "***";
}
