namespace FederationGateway.Differential.Statements;

/// <summary>What phrases say about the statement they are part of, to whoever compares its answers.</summary>
public static class Labels
{
    /// <summary>What is inside need not be evaluated for every row: there a data error may show on one server and not on the other.</summary>
    public const string Lazy = "lazy";

    /// <summary>A clause that orders the rows of the statement completely.</summary>
    public const string Ordered = "ordered";

    /// <summary>Adds floating-point numbers in an order nobody promised: compared up to the last digits.</summary>
    public const string FloatAggregate = "float-aggregate";

    /// <summary>A query, which another can stand for.</summary>
    public const string Query = "query";

    /// <summary>An item of FROM.</summary>
    public const string From = "from";
}
