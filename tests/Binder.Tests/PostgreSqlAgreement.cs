using System.Text.RegularExpressions;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Tests;

/// <summary>Holds the binder against what PostgreSQL answered to the same statements (<c>Data/as-postgresql.txt</c>).</summary>
public sealed partial class PostgreSqlAgreement
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "as-postgresql.txt")).Where(line => line.Length > 0 && line[0] != '#').ToArray();
        for (var i = 0; i + 1 < lines.Length; i += 2) cases.Add(lines[i], lines[i + 1]);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Says_the_same(string sql, string expected) =>
        (expected[0] == '!' ? $"! {Sql.Error(sql)}" : $"= {Columns(sql)}").ShouldBe(expected.TrimEnd());

    private static string Columns(string sql)
    {
        var columns = Sql.Bind(sql) switch
        {
            QueryStatement query => query.Plan.Output,
            InsertStatement insert => insert.Returning.Select(item => item.Column),
            UpdateStatement update => update.Returning.Select(item => item.Column),
            DeleteStatement delete => delete.Returning.Select(item => item.Column),
            _ => [],
        };
        return NumericModifiers().Replace(string.Join(", ", columns.Select(column => $"{column.Name} {column.Type}")), "numeric");
    }

    [GeneratedRegex(@"numeric\(\d+,\d+\)")]
    private static partial Regex NumericModifiers();
}
