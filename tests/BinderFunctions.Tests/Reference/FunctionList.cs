using System.Text;
using FederationGateway.Binder.Functions;
using FederationGateway.Common;

namespace FederationGateway.BinderFunctions.Tests.Reference;

/// <summary>The list of all functions and operators as Markdown: a table a section, a row for what is called and computed alike.</summary>
internal static class FunctionList
{
    private const string Head =
        """
        # Functions and operators

        Made from the function table and the dialects by `UPDATE_GOLDENS=1 ./dev golden`; a test holds it against them. What is not here does not exist here: a function
        that PostgreSQL 15 has is refused with `0A000` (the last section names them), any other with `42883`. Answers are PostgreSQL 15's everywhere.

        | column | says |
        |---|---|
        | PostgreSQL, files | *exact*: sent to a source of this kind, which answers as the gateway would; *superset*: sent, and checked again here; *constant*: computed once a statement, and its value is sent; otherwise why it stays here |
        | here | how the gateway computes it: *native*: the embedded engine's own; *emulated*: an expression of the engine's functions; *own*: code of the gateway |

        COALESCE, NULLIF, GREATEST, LEAST, CASE, arithmetic, comparison and casts of values go wherever their operands' types go.


        """;

    public static string Write()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var (section, definitions) in FunctionRegistry.Sections) WriteSection(text, section, definitions);
        text.Append("## In PostgreSQL only\n\nAnswered with `0A000`.\n\n| section | functions |\n|---|---|\n");
        foreach (var (section, names) in UnsupportedFunctions.All) text.Append($"| {section} | {string.Join(", ", names.Select(name => $"`{name}`"))} |\n");
        return text.ToString();
    }

    private static void WriteSection(StringBuilder text, string section, IReadOnlyList<FunctionDefinition> definitions)
    {
        text.Append($"## {section}\n\n");
        if (FunctionNotes.OfSection(section) is { } note) text.Append(note).Append("\n\n");
        text.Append("| function | PostgreSQL | files | here |\n|---|---|---|---|\n");
        foreach (var row in Rows(definitions)) text.Append(row);
        text.Append('\n');
    }

    // Overloads that are computed alike share a row, and so do operators that take the same types.
    private static IEnumerable<string> Rows(IReadOnlyList<FunctionDefinition> definitions) => definitions
        .Select(definition => (definition, Places: FunctionPlaces.Of(definition)))
        .GroupBy(item => (item.definition.Name, item.Places))
        .Select(group => (group.Key.Name, group.Key.Places, Forms: group.Select(item => Form(item.definition)).ToEquatableArray(), Calls: group.Select(item => Call(item.definition)).ToArray()))
        .GroupBy(row => (row.Places, row.Forms, Name: char.IsLetter(row.Name[0]) ? row.Name : ""))
        .Select(group => $"| {string.Join(", ", group.Select(row => $"`{Escape(row.Name)}`"))}: {string.Join(", ", Signatures(group.ToArray()))}{Note(group.First().Name)} "
            + $"| {Escape(group.Key.Places.PostgreSql)} | {Escape(group.Key.Places.Files)} | {Escape(group.Key.Places.Local)} |\n");

    private static IEnumerable<string> Signatures((string Name, FunctionPlaces Places, EquatableArray<string> Forms, string[] Calls)[] rows) =>
        (rows.Length == 1 ? rows[0].Calls : [.. rows[0].Forms]).Select(signature => $"`{Escape(signature)}`");

    private static string Form(FunctionDefinition definition) => $"({Parameters(definition)}) → {Result(definition)}";

    private static string Call(FunctionDefinition definition) => definition.Kind != FunctionKind.Operator ? Form(definition)
        : definition.Parameters.Count == 1 ? $"{definition.Name} {definition.Parameters[0]} → {Result(definition)}"
        : $"{definition.Parameters[0]} {definition.Name} {definition.Parameters[1]} → {Result(definition)}";

    private static string Parameters(FunctionDefinition definition)
    {
        var parameters = definition.Parameters.Select((parameter, i) => definition.IsVariadic && i == definition.Parameters.Count - 1 ? $"{parameter} …" : parameter.ToString()).ToArray();
        return definition.Kind == FunctionKind.OrderedSetAggregate
            ? $"{string.Join(", ", parameters[..definition.DirectCount])}) WITHIN GROUP (ORDER BY {string.Join(", ", parameters[definition.DirectCount..])}"
            : string.Join(", ", parameters);
    }

    private static string Result(FunctionDefinition definition)
    {
        var columns = definition.Columns.IsEmpty ? definition.Returns.ToString() : $"({string.Join(", ", definition.Columns.Select(column => $"{column.Name} {column.Type}"))})";
        return definition.ReturnsSet ? $"rows of {columns}" : columns;
    }

    private static string Note(string name) => FunctionNotes.Of(name) is { } note ? $"<br>{Escape(note)}" : "";

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
