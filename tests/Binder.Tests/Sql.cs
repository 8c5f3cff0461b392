using System.Globalization;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Parser;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Tests;

/// <summary>Binds SQL text against <see cref="TestCatalog"/> and prints what came out.</summary>
internal static class Sql
{
    public static BindingContext Context { get; } = new(TestCatalog.Snapshot, ["public", "crm"]) { CurrentUser = "ada" };

    public static BoundStatement Bind(string sql, BindingContext? context = null) => new StatementBinder(context ?? Context).Bind(SqlParser.Parse(sql)[0].Statement);

    public static PlanNode Plan(string sql) => ((QueryStatement)Bind(sql)).Plan;

    /// <summary>The plan as EXPLAIN would indent it.</summary>
    public static string Tree(string sql) => Tree(Plan(sql));

    public static string Tree(PlanNode plan)
    {
        var text = new StringBuilder();
        Write(plan, 0, text);
        return text.ToString().TrimEnd();
    }

    /// <summary>The output columns: <c>name type</c>, with ! when never null.</summary>
    public static string Columns(string sql) => string.Join(", ", Plan(sql).Output.Select(column => $"{column.Name} {column.Type}{(column.IsNullable ? "" : "!")}"));

    /// <summary>The SQLSTATE, the 1-based position and the message of the error the statement is.</summary>
    public static string Error(string sql)
    {
        var error = Should.Throw<GatewayException>(() => Bind(sql));
        var position = error.Position is { } offset ? (offset + 1).ToString(CultureInfo.InvariantCulture) : "-";
        return $"{error.State} {position} {error.Message}";
    }

    private static void Write(PlanNode node, int depth, StringBuilder text)
    {
        text.Append(' ', depth * 2).AppendLine(node.Describe());
        foreach (var query in node.Expressions().SelectMany(expression => expression.SelfAndDescendants()).Select(ExpressionWalk.SubqueriesOf).OfType<PlanNode>())
        {
            text.Append(' ', (depth + 1) * 2).AppendLine("(subquery)");
            Write(query, depth + 2, text);
        }

        foreach (var input in node.Inputs) Write(input, depth + 1, text);
    }
}
