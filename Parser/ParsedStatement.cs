using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FederationGateway.Parser.Shapes;

namespace FederationGateway.Parser;

/// <summary>One statement of the text given to the parser.</summary>
public sealed class ParsedStatement
{
    private readonly Lazy<Statement> _statement;

    public ParsedStatement(Statement statement, string text, TextSpan span) => (_statement, Text, Span) = (new Lazy<Statement>(statement), text, span);

    /// <summary>A statement known by its shape: its own tree is made when somebody asks for it.</summary>
    internal ParsedStatement(LiftedQuery lifted, Func<Statement> parse, string text, TextSpan span)
    {
        Lifted = lifted;
        Text = text;
        Span = span;
        _statement = new Lazy<Statement>(parse, LazyThreadSafetyMode.PublicationOnly);
    }

    public Statement Statement => _statement.Value;

    /// <summary>The statement's own text, without what stands around it and without the semicolon.</summary>
    public string Text { get; }

    /// <summary>Where that text stands in the whole; positions inside <see cref="Statement"/> count from the start of the whole too.</summary>
    public TextSpan Span { get; }

    /// <summary>The same query with parameters for the values it compares columns with, when its text has the shape of one parsed before.</summary>
    public LiftedQuery? Lifted { get; }
}
