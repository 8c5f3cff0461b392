using FederationGateway.Parser.Ast;

namespace FederationGateway.Parser.Shapes;

/// <summary>A query with parameters in the places of the literals it compares columns with by <c>=</c>.</summary>
public sealed class LiftedQuery
{
    private readonly Lazy<QueryStatement> _query;

    internal LiftedQuery(string key, IReadOnlyList<TextLiteral> values, Func<QueryStatement> query)
    {
        Key = key;
        Values = values;
        _query = new Lazy<QueryStatement>(query, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The same for all texts whose <see cref="Query"/> is the same but for where its parts stand.</summary>
    public string Key { get; }

    /// <summary>What stood there: the literal of <c>$1</c>, <c>$2</c> …</summary>
    public IReadOnlyList<TextLiteral> Values { get; }

    /// <summary>Made from this text when somebody asks for it.</summary>
    public QueryStatement Query => _query.Value;
}
