namespace FederationGateway.Bench;

/// <summary>One server a statement can be sent to, and the names the tables have there.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Port">On 127.0.0.1.</param>
/// <param name="Lineitem">The large table's name in this server's SQL.</param>
/// <param name="Orders">The table of orders; null where it cannot be seen beside the large one.</param>
internal sealed record Contender(string Name, int Port, string User, string Password, string Database, string Lineitem, string? Orders)
{
    public string Sql(string template) =>
        template.Replace("{lineitem}", Lineitem, StringComparison.Ordinal).Replace("{orders}", Orders, StringComparison.Ordinal);
}
